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

    /// <summary>The trunk alone: 1,140,070 multiply-adds.</summary>
    /// <param name="seed">Seed of the initial weights.</param>
    public static GatedGraph Build(int seed) => Build(seed, branch: null);

    /// <summary>The trunk with one exit after the first convolution: 107,650 multiply-adds more.</summary>
    /// <param name="seed">Seed of the initial weights; shared layers start as in <see cref="Build(int)"/>.</param>
    /// <param name="policy">Decides who leaves at the first exit.</param>
    public static GatedGraph BuildBranchy(int seed, IExitPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Build(seed, policy);
    }

    private static GatedGraph Build(int seed, IExitPolicy? branch)
    {
        var builder = new GraphBuilder(branch is null ? "lenet" : "b-lenet", seed);
        var image = builder.Input("image", TensorShape.Batch, 1, 28, 28);
        var first = Stage(builder, image, 1, outputChannels: 5); // [N, 5, 15, 15]
        var second = Stage(builder, first, 2, outputChannels: 10); // [N, 10, 9, 9]
        var third = Stage(builder, second, 3, outputChannels: 20); // [N, 20, 6, 6]
        var hidden = builder.Linear(builder.Flatten(third, "features"), "linear1", 84); // no ReLU between the two
        var final = builder.Linear(hidden, "final.logits", Classes);

        IReadOnlyList<(GraphValue, IExitPolicy)> early = branch is null ? [] : [(Branch(builder, first), branch)];
        var exits = ExitOutputs.Emit(builder, early, final, out var outputs);
        return builder.Build(new ModelPlan(exits, [.. Enumerable.Range(0, Classes).Select(digit => $"{digit}")]), outputs);
    }

    private static GraphValue Stage(GraphBuilder builder, GraphValue input, int number, int outputChannels)
    {
        var convolved = builder.Convolution(input, $"conv{number}", outputChannels, kernel: 5, padding: 3);
        var pooled = builder.MaxPool(convolved, $"pool{number}", kernel: 2, stride: 2, ceilMode: true);
        return builder.Relu(pooled, $"relu{number}");
    }

    private static GraphValue Branch(GraphBuilder builder, GraphValue features)
    {
        var convolved = builder.Convolution(features, "exit1.conv", 10, kernel: 3, padding: 1); // [N, 10, 15, 15]
        var pooled = builder.MaxPool(convolved, "exit1.pool", kernel: 2, stride: 2, ceilMode: true);
        var active = builder.Relu(pooled, "exit1.relu"); // [N, 10, 8, 8]
        return builder.Linear(builder.Flatten(active, "exit1.features"), "exit1.logits", Classes);
    }
}
