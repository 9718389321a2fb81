using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.Zoo;

/// <summary>AlexNet for 32x32 colour images and its branchy form B-AlexNet, as in the code that its authors released.</summary>
/// <remarks>
/// Teerapittayanon, McDanel, Kung 2016 (arXiv:1709.01686). The code differs from the paper: its branches leave after the second and
/// the third convolution. Pooling rounds sizes up, which gives the 1024, 512 and 128 features of their fully connected layers.
/// What the first branch and the trunk both do to the second convolution's output is computed once.
/// </remarks>
public static class AlexNet
{
    private const int Classes = 10;

    /// <summary>The two branches of B-AlexNet: 1,774,592 and 443,648 multiply-adds.</summary>
    public static IReadOnlyList<ExitBranch> Branches { get; } =
    [
        new("norm2", new PaperHead("b-alexnet-1", EmitFirstBranch)),
        new("relu3", new PaperHead("b-alexnet-2", EmitSecondBranch)),
    ];

    /// <summary>The trunk alone: 28,247,296 multiply-adds.</summary>
    /// <param name="seed">Seed of the initial weights.</param>
    public static GatedGraph Build(int seed)
    {
        var builder = new GraphBuilder("alexnet", seed);
        var image = builder.Input("image", TensorShape.Batch, 3, 32, 32);
        var first = PooledStage(builder, image, 1, outputChannels: 32); // [N, 32, 16, 16]
        var second = PooledStage(builder, first, 2, outputChannels: 64); // [N, 64, 8, 8]
        var third = Stage(builder, second, "3", outputChannels: 96);
        var fourth = Stage(builder, third, "4", outputChannels: 96);
        var fifth = Pool(builder, Stage(builder, fourth, "5", outputChannels: 64), "pool5"); // [N, 64, 4, 4]
        var hidden = builder.Flatten(fifth, "features");
        hidden = HiddenLayer(builder, hidden, 1, outputFeatures: 256);
        hidden = HiddenLayer(builder, hidden, 2, outputFeatures: 128);
        var exits = ExitOutputs.Emit(builder, builder.Linear(hidden, "final.logits", Classes), out var outputs);
        return builder.Build(new ModelPlan(exits, []), outputs);
    }

    /// <summary>The trunk with the exits of <see cref="Branches"/>.</summary>
    /// <param name="seed">Seed of the initial weights; shared layers start as in <see cref="Build"/>.</param>
    /// <param name="policy">Decides at every early exit who leaves.</param>
    public static GatedGraph BuildBranchy(int seed, IExitPolicy policy) =>
        ExitAttachment.Attach(Build(seed), Branches, policy, seed, "b-alexnet");

    private static GraphValue EmitFirstBranch(GraphBuilder builder, GraphValue features, string exitName)
    {
        var first = Stage(builder, features, "1", outputChannels: 32, $"{exitName}.");
        var second = Stage(builder, first, "2", outputChannels: 32, $"{exitName}.");
        return Pool(builder, second, $"{exitName}.pool2"); // [N, 32, 4, 4]
    }

    private static GraphValue EmitSecondBranch(GraphBuilder builder, GraphValue features, string exitName)
    {
        var normalized = Normalize(builder, Pool(builder, features, $"{exitName}.pool1"), $"{exitName}.norm1"); // [N, 96, 4, 4]
        var convolved = Stage(builder, normalized, "2", outputChannels: 32, $"{exitName}.");
        return Pool(builder, convolved, $"{exitName}.pool2"); // [N, 32, 2, 2]
    }

    private static GraphValue PooledStage(GraphBuilder builder, GraphValue input, int number, int outputChannels)
    {
        var convolved = builder.Convolution(input, $"conv{number}", outputChannels, kernel: 5, padding: 2);
        return Normalize(builder, Pool(builder, builder.Relu(convolved, $"relu{number}"), $"pool{number}"), $"norm{number}");
    }

    private static GraphValue Stage(GraphBuilder builder, GraphValue input, string number, int outputChannels, string prefix = "") =>
        builder.Relu(builder.Convolution(input, $"{prefix}conv{number}", outputChannels, kernel: 3, padding: 1), $"{prefix}relu{number}");

    private static GraphValue Pool(GraphBuilder builder, GraphValue input, string name) =>
        builder.MaxPool(input, name, kernel: 3, stride: 2, ceilMode: true);

    // Their framework does not divide alpha, 5e-5, by the size, and its bias is 2.
    private static GraphValue Normalize(GraphBuilder builder, GraphValue input, string name) =>
        builder.LocalResponseNormalization(input, name, size: 3, alpha: 1.5e-4f, beta: 0.75f, bias: 2);

    private static GraphValue HiddenLayer(GraphBuilder builder, GraphValue input, int number, int outputFeatures)
    {
        var active = builder.Relu(builder.Linear(input, $"linear{number}", outputFeatures), $"linear{number}.relu");
        return builder.Dropout(active, $"dropout{number}", probability: 0.5f);
    }
}
