using Ponder.Graph;

namespace Ponder.Halting;

/// <summary>What a unit of each block costs.</summary>
public static class UnitCosts
{
    /// <summary>Multiply-adds of a unit that may be spared, with its score, as a multiple of the mean over all such units.</summary>
    /// <param name="graph">A network with blocks that halt.</param>
    /// <returns>One for each block; 0 for a block of one unit, which always runs.</returns>
    /// <exception cref="ArgumentException">The network has none.</exception>
    public static IReadOnlyList<double> Of(GatedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var plan = graph.Plan?.Halting ?? throw new ArgumentException($"{graph.Source}: expected blocks that halt, got none", nameof(graph));
        var analysis = DemandAnalysis.Of(graph, positions: true);
        long most = analysis.Macs([.. analysis.Gates.Select(_ => true)]);
        var spared = new List<long>();
        int first = 0; // the block's gates lie together
        foreach (var block in plan.Blocks)
        {
            int end = first + block.Units - 1, start = first;
            spared.Add(most - analysis.Macs([.. analysis.Gates.Select((_, gate) => gate < start || gate >= end)]));
            first = end;
        }

        double mean = spared.Sum() / (double)Math.Max(1, first);
        return [.. plan.Blocks.Zip(spared, (block, macs) => macs == 0 ? 0 : macs / (block.Units - 1) / mean)];
    }
}
