using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>What a sample costs that leaves at each exit, all heads and decisions passed on the way included.</summary>
/// <param name="Macs">Cumulative multiply-adds by exit, shallow to deep; the last is the worst case.</param>
/// <param name="StaticMacs">Multiply-adds of the trunk alone, without any exit.</param>
public sealed record ExitCosts(IReadOnlyList<long> Macs, long StaticMacs)
{
    /// <summary>Counts a model's costs by demand analysis.</summary>
    /// <exception cref="ArgumentException">The graph has no plan.</exception>
    public static ExitCosts Of(GatedGraph graph)
    {
        var plan = graph.Plan ?? throw new ArgumentException($"{graph.Source}: expected a plan, got none", nameof(graph));
        var analysis = DemandAnalysis.Of(graph);
        var gates = analysis.Gates.ToDictionary(gate => gate.Condition, gate => gate.Index);
        var macs = new List<long>();
        foreach (var exit in plan.Exits)
        {
            bool[] outcome = new bool[analysis.Gates.Count];
            if (exit.Gate is not null)
                outcome[gates[exit.Gate]] = true;
            macs.Add(analysis.Macs(outcome));
        }

        var trunk = DemandAnalysis.Of(graph, [plan.TrunkLogits]);
        return new ExitCosts(macs, trunk.Macs(new bool[trunk.Gates.Count]));
    }
}
