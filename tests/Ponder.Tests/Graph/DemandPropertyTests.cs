using CsCheck;
using Ponder.Graph;

namespace Ponder.Tests.Graph;

public sealed class DemandPropertyTests
{
    private static readonly Gen<(GatedGraph Graph, bool[] Outcome)> GraphsWithOutcomes =
        Gen.Select(RandomGatedGraph.Gen, Gen.Bool.Array[64]);

    [Fact]
    public void Of_AnyGraphAndOutcome_HoldsForWhatLazyEvaluationReaches() => GraphsWithOutcomes.Sample(
        (graph, outcome) =>
        {
            var analysis = DemandAnalysis.Of(graph);
            var reached = Reach(analysis, outcome);
            var demanded = graph.Nodes.Where(node => analysis.Of(node.Output).Holds(outcome)).Select(node => node.Output).ToHashSet();

            // Where gates wait for each other more is computed than needed, but never less.
            return analysis.IsExact ? demanded.SetEquals(reached) : demanded.IsSupersetOf(reached);
        },
        iter: 3000);

    [Fact]
    public void Segments_AnyGraph_RunGatesAndInputsBeforeWhatNeedsThem() => RandomGatedGraph.Gen.Sample(
        graph =>
        {
            var analysis = DemandAnalysis.Of(graph);
            var done = new HashSet<string>(["x"]);
            foreach (var segment in analysis.Segments)
            {
                Assert.All(segment.Demand.Gates(), gate => Assert.Contains(analysis.Gates[gate].Condition, done));
                foreach (var node in segment.Nodes)
                {
                    // The far side of a choice that is nested in itself is never asked, so nothing makes it.
                    Assert.Subset(done, node.Inputs.Where(input => !analysis.Of(input).IsNever).ToHashSet());
                    Assert.True(done.Add(node.Output));
                }
            }

            Assert.Contains("y", done);
        },
        iter: 3000);

    private static HashSet<string> Reach(DemandAnalysis analysis, bool[] outcome)
    {
        var gates = analysis.Gates.ToDictionary(gate => gate.Condition, gate => gate.Index);
        var reached = new HashSet<string>();
        var open = new Stack<string>(analysis.Graph.Outputs);
        while (open.TryPop(out string? tensor))
        {
            if (analysis.Graph.Producer(tensor) is not { } node || !reached.Add(tensor))
                continue;
            if (node.OpType == "Where")
            {
                open.Push(node.Inputs[0]);
                open.Push(node.Inputs[outcome[gates[node.Inputs[0]]] ? 1 : 2]);
                continue;
            }

            foreach (string input in node.Inputs)
                open.Push(input);
        }

        return reached;
    }
}
