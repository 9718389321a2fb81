using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.Training.Tests;

/// <summary>A residual network with normalisation, dropout and one early exit, for images of 28x28.</summary>
internal static class SmallResidualNetwork
{
    public static GatedGraph Build(int seed = 5)
    {
        var builder = new GraphBuilder("small", seed);
        var image = builder.Input("image", TensorShape.Batch, 1, 28, 28);
        var stem = builder.Relu(builder.NormalizedConvolution(image, "stem", 4, kernel: 5, stride: 4), "stem.relu"); // [N, 4, 6, 6]
        var branch = builder.Linear(builder.Flatten(stem, "exit1.features"), "exit1.logits", 10);
        var deep = builder.NormalizedConvolution(stem, "deep", 4, kernel: 3, padding: 1);
        var sum = builder.Relu(builder.Add("Add", "sum", [deep, stem]), "sum.relu");
        var features = builder.Dropout(builder.Flatten(sum, "features"), "dropped", 0.3f);
        var final = builder.Linear(features, "final.logits", 10);
        var exits = ExitOutputs.Emit(builder, [new ExitAnswer(branch)], new ExitAnswer(final), new EntropyExitPolicy(0.1f), out var outputs);
        return builder.Build(new ModelPlan(exits, [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")]), outputs);
    }
}
