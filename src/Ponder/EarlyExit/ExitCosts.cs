using Ponder.Control;
using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.EarlyExit;

/// <summary>What a sample costs that leaves at each exit, or takes each path of a control graph; all heads and decisions on the way included.</summary>
/// <param name="Macs">Cumulative multiply-adds by exit, shallow to deep, the last the worst case; or by path.</param>
/// <param name="StaticMacs">Multiply-adds of the trunk alone, without any exit; of a control graph's dearest path without its control nodes.</param>
public sealed record ExitCosts(IReadOnlyList<long> Macs, long StaticMacs)
{
    /// <summary>Counts a model's costs by demand analysis.</summary>
    /// <exception cref="ArgumentException">The graph has no plan.</exception>
    public static ExitCosts Of(GatedGraph graph)
    {
        var plan = graph.Plan ?? throw new ArgumentException($"{graph.Source}: expected a plan, got none", nameof(graph));
        var analysis = DemandAnalysis.Of(graph);
        long[] macs = [.. Outcomes(plan, analysis.Gates).Select(outcome => analysis.Macs(outcome))];
        if (plan.Control is not null)
        {
            // The dearest path with its control nodes, less what they cost.
            var trunkOfPath = StaticPath.Of(graph, Array.IndexOf(macs, macs.Max()));
            return new ExitCosts(macs, DemandAnalysis.Of(trunkOfPath).Macs([]));
        }

        var trunk = DemandAnalysis.Of(graph, [plan.TrunkLogits]);
        return new ExitCosts(macs, trunk.Macs(new bool[trunk.Gates.Count]));
    }

    private static IEnumerable<bool[]> Outcomes(ModelPlan plan, IReadOnlyList<Gate> gates) => plan.Control is { } control
        ? control.Paths.Select((_, path) => control.Outcome(gates, path))
        : plan.Exits.Select(exit => gates.Select(gate => gate.Condition == exit.Gate).ToArray());
}
