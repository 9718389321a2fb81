using Ponder.Control;
using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.EarlyExit;

/// <summary>What a sample costs that leaves at each exit, or takes each path of a control graph; all heads and decisions on the way included.</summary>
/// <param name="Macs">Cumulative multiply-adds by exit, shallow to deep, the last the worst case; or by path.</param>
/// <param name="StaticMacs">Multiply-adds of the trunk alone, without any exit; of a control graph's dearest path without its control nodes, of
/// units that halt all of them without their scores.</param>
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
            return new ExitCosts(macs, DemandAnalysis.Of(StaticPath.Dearest(graph)).Macs([]));
        if (plan.Halting is { } halting)
        {
            // Everything runs everywhere; a network that does not halt has no scores.
            var whole = DemandAnalysis.Of(graph, [plan.TrunkLogits], halting.Blocks.SelectMany(block => block.Scores).ToHashSet());
            return new ExitCosts(macs, whole.Macs([.. whole.Gates.Select(_ => true)]));
        }

        var trunk = DemandAnalysis.Of(graph, [plan.TrunkLogits]);
        return new ExitCosts(macs, trunk.Macs(new bool[trunk.Gates.Count]));
    }

    /// <summary>Multiply-adds of every path of a control graph, control nodes on the way included.</summary>
    /// <exception cref="ArgumentException">The graph is no control graph.</exception>
    internal static IReadOnlyList<long> OfPaths(GatedGraph graph)
    {
        var plan = graph.Plan is { Control: not null } found ? found : throw new ArgumentException($"{graph.Source}: expected a control graph, got another one", nameof(graph));
        var analysis = DemandAnalysis.Of(graph);
        return [.. Outcomes(plan, analysis.Gates).Select(outcome => analysis.Macs(outcome))];
    }

    private static IEnumerable<bool[]> Outcomes(ModelPlan plan, IReadOnlyList<Gate> gates) => plan.Control is { } control
        ? control.Paths.Select((_, path) => control.Outcome(gates, path))
        : plan.Exits.Select(exit => gates.Select(gate => gate.Condition == exit.Gate || plan.Halting is not null).ToArray());
}
