using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.Tests.Graph;

/// <summary>Three fully connected stages, 8 wide, each with an exit to 4 classes.</summary>
internal static class ThreeExitNetwork
{
    public static GatedGraph Build(float threshold = 0.5f)
    {
        var builder = new GraphBuilder("three exits", seed: 5);
        var first = builder.Linear(builder.Input("x", TensorShape.Batch, 6), "stage1", 8);
        var second = builder.Linear(first, "stage2", 8);
        var third = builder.Linear(second, "stage3", 8);
        var exits = ExitOutputs.Emit(
            builder,
            [new ExitAnswer(builder.Linear(first, "logits1", 4)), new ExitAnswer(builder.Linear(second, "logits2", 4))],
            new ExitAnswer(builder.Linear(third, "logits3", 4)), new EntropyExitPolicy(threshold), out var outputs);
        return builder.Build(new ModelPlan(exits, ["a", "b", "c", "d"]), outputs);
    }
}
