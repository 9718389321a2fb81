using Ponder.Graph;

namespace Ponder.Cli.Tests;

/// <summary>A residual network of three units for 16x16 pictures of two classes, as others write it: without a plan.</summary>
internal static class SmallResidualModel
{
    public static GatedGraph Build()
    {
        var builder = new GraphBuilder("small", seed: 5);
        var image = builder.Input("image", TensorShape.Batch, 3, 16, 16);
        var features = builder.Relu(builder.NormalizedConvolution(image, "stem.norm", 8, kernel: 3, padding: 1), "stem");
        for (int number = 1; number <= 3; number++)
            features = builder.BasicBlock(features, $"block{number}", 8, stride: 1, initialScale: 1);
        return builder.Build(plan: null, builder.Linear(builder.GlobalAveragePool(features, "features"), "logits", 2));
    }
}
