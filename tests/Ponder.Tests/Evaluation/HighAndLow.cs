using Ponder.Control;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;

namespace Ponder.Tests.Evaluation;

/// <summary>A control graph of a dear path and a cheap one, and what they say about four samples of two classes.</summary>
internal static class HighAndLow
{
    public static readonly int[] Labels = [0, 1, 0, 1];

    public static GatedGraph Graph() => new ControlGraphBuilder("high and low", seed: 1)
        .Input("image", 1, 1, 2)
        .Regular("features", [new("image")], (builder, name, inputs) => builder.Flatten(inputs[0], name))
        .Control("q", [new("features")], ["high", "low"], (builder, name, inputs) => builder.Linear(inputs[0], $"{name}.scores", 2)) // 4
        .Regular("high", [new("features")], Linear(8), new ControlEdge("q", "high")) // 16
        .Regular("high.answer", [new("high")], Linear(2), new ControlEdge("q", "high")) // 16
        .Regular("low", [new("features")], Linear(2), new ControlEdge("q", "low")) // 4
        .Merge("answer", ["high.answer", "low"])
        .Build("answer");

    /// <summary>The dear path is right about samples 0, 1 and 2, the cheap one about 0 and 3; only sample 1 goes the dear way.</summary>
    public static PathRecords Records() => new(
        [
            new PathRecord("q=high", [0, 1, 0, 0], new float[4], new float[4]),
            new PathRecord("q=low", [0, 0, 1, 1], new float[4], [0.1f, 0.6f, 0.5f, 0.2f]),
        ],
        Labels, taken: [1, 0, 1, 1], new ExitCosts([36, 8], 32), forcedMacs: [32, 4]);

    private static LayerEmitter Linear(int features) => (builder, name, inputs) => builder.Linear(inputs[0], name, features);
}
