using Ponder.Graph;
using Ponder.Halting;

namespace Ponder.ParityTests;

/// <summary>Blocks of five units whose outputs are 0, 1, 2, 3 and 4 wherever they run, so that what halting makes of them can be read off.</summary>
internal static class CountingBlocks
{
    public const int Units = 5;

    public static GatedGraph Build(HaltingKind kind)
    {
        var builder = new GraphBuilder("counting", seed: 1);
        var x = builder.Input("x", TensorShape.Batch, 2, 3, 3);
        var block = builder.HaltingBlock("block", x, [Nothing, .. Enumerable.Repeat<HaltingUnit>(OneMore, Units - 1)], new HaltingOptions { Kind = kind });
        return builder.Build(
            plan: null, builder.Add("Identity", "y", [block.Output]), builder.Add("Identity", "ponder", [block.PonderCost]));
    }

    /// <summary>An input, and halting scores of the first four units in the place of computed ones.</summary>
    /// <param name="kind">Shape of the scores.</param>
    /// <param name="scores">For each sample four scores.</param>
    public static Dictionary<string, HostTensor> Feeds(HaltingKind kind, params float[][] scores)
    {
        int places = kind == HaltingKind.Image ? 1 : 9, side = kind == HaltingKind.Image ? 1 : 3;
        var feeds = new Dictionary<string, HostTensor> { ["x"] = HostTensor.Of(new float[scores.Length * 18], scores.Length, 2, 3, 3) };
        for (int u = 0; u < Units - 1; u++)
            feeds[$"block.unit{u + 1}.score"] = HostTensor.Of([.. scores.SelectMany(own => Enumerable.Repeat(own[u], places))], scores.Length, 1, side, side);
        return feeds;
    }

    private static GraphValue Nothing(GraphBuilder builder, string name, GraphValue input) =>
        builder.Add("Mul", name, [input, builder.Constant($"{name}.zero", HostTensor.Of([0f], 1))]);

    private static GraphValue OneMore(GraphBuilder builder, string name, GraphValue input) =>
        builder.Add("Add", name, [input, builder.Constant($"{name}.one", HostTensor.Of([1f], 1))]);
}
