using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.Zoo;

/// <summary>LeNet-5 for 28x28 digits and its branchy form B-LeNet, as in the code that its authors released.</summary>
/// <remarks>
/// Teerapittayanon, McDanel, Kung 2016 (arXiv:1709.01686). Pooling rounds sizes up, which gives the 720 and 640 features
/// of their fully connected layers. The trunk's first pooling and the branch's are the same operator and are computed once.
/// </remarks>
public static class LeNet
{
    private const int Classes = 10;

    /// <summary>The branch of B-LeNet, after the first stage: 107,650 multiply-adds.</summary>
    public static IReadOnlyList<ExitBranch> Branches { get; } = [new("relu1", new ConvolutionalHead([new HeadConvolution(10, Pool: 2)]))];

    /// <summary>The trunk alone: 1,140,070 multiply-adds.</summary>
    /// <param name="seed">Seed of the initial weights.</param>
    public static GatedGraph Build(int seed)
    {
        var builder = new GraphBuilder("lenet", seed);
        var image = builder.Input("image", TensorShape.Batch, 1, 28, 28);
        var first = Stage(builder, image, 1, outputChannels: 5); // [N, 5, 15, 15]
        var second = Stage(builder, first, 2, outputChannels: 10); // [N, 10, 9, 9]
        var third = Stage(builder, second, 3, outputChannels: 20); // [N, 20, 6, 6]
        var hidden = builder.Linear(builder.Flatten(third, "features"), "linear1", 84); // no ReLU between the two
        var final = builder.Linear(hidden, "final.logits", Classes);
        var exits = ExitOutputs.Emit(builder, final, out var outputs);
        return builder.Build(new ModelPlan(exits, [.. Enumerable.Range(0, Classes).Select(digit => $"{digit}")]), outputs);
    }

    /// <summary>The trunk with the exits of <see cref="Branches"/>.</summary>
    /// <param name="seed">Seed of the initial weights; shared layers start as in <see cref="Build"/>.</param>
    /// <param name="policy">Decides who leaves at the first exit.</param>
    public static GatedGraph BuildBranchy(int seed, IExitPolicy policy) =>
        ExitAttachment.Attach(Build(seed), Branches, policy, seed, "b-lenet");

    private static GraphValue Stage(GraphBuilder builder, GraphValue input, int number, int outputChannels)
    {
        var convolved = builder.Convolution(input, $"conv{number}", outputChannels, kernel: 5, padding: 3);
        var pooled = builder.MaxPool(convolved, $"pool{number}", kernel: 2, stride: 2, ceilMode: true);
        return builder.Relu(pooled, $"relu{number}");
    }
}
