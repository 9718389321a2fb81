using Ponder.Graph;
using Ponder.Halting;
using Ponder.Training.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Tests;

/// <summary>The gradient of the ponder cost falls out of the graph: comparisons have none.</summary>
public sealed class HaltingGradientTests
{
    [Theory]
    [InlineData(new[] { 0.999f, 0.999f, 0.999f, 0.999f }, new[] { 0f, 0, 0, 0 })]
    [InlineData(new[] { 0.01f, 0.5f, 0.6f, 0.7f }, new[] { -1f, -1, 0, 0 })]
    [InlineData(new[] { 0.01f, 0.01f, 0.01f, 0.01f }, new[] { -1f, -1, -1, -1 })]
    public void Run_PonderCost_PullsAtTheScoresBeforeTheUnitThatHalts(float[] scores, float[] expected)
    {
        using var scope = NewDisposeScope();
        using var network = new TorchGraph(Block());
        Tensor[] leaves = [.. scores.Select(score => tensor([score], [1, 1, 1, 1]).requires_grad_(true))];
        var feeds = leaves.Select((leaf, u) => (Name: $"block.unit{u + 1}.score", leaf)).ToDictionary(feed => feed.Name, feed => feed.leaf);
        feeds["x"] = zeros(1, 2, 3, 3);
        network.Run(feeds, ["ponder"])["ponder"].sum().backward();

        Assert.Equal(expected, leaves.Select(leaf => leaf.grad is { } gradient ? gradient.item<float>() : 0));
    }

    private static GatedGraph Block()
    {
        var builder = new GraphBuilder("block", seed: 1);
        var x = builder.Input("x", TensorShape.Batch, 2, 3, 3);
        HaltingUnit unit = (graph, name, input) => graph.Relu(input, name);
        var block = builder.HaltingBlock("block", x, [unit, unit, unit, unit, unit], new HaltingOptions { Kind = HaltingKind.Image });
        return builder.Build(plan: null, builder.Add("Identity", "ponder", [block.PonderCost]));
    }
}
