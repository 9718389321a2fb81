using Ponder.Control;
using Ponder.Graph;
using Ponder.Tests.Evaluation;

namespace Ponder.Tests.Control;

public sealed class ControlPlanTests
{
    [Fact]
    public void Takes_ActionOfAnotherPath_IsFalse()
    {
        var control = HighAndLow.Graph().Plan!.Control!; // a control graph

        Assert.Equal([true, false], Enumerable.Range(0, 2).Select(path => control.Takes(new ControlEdge("q", "high"), path)));
    }

    [Fact]
    public void Runs_NodeWithoutControlEdge_IsTrueOnEveryPath()
    {
        var control = HighAndLow.Graph().Plan!.Control!; // a control graph

        Assert.All(Enumerable.Range(0, 2), path => Assert.True(control.Runs(control.Nodes[0], path)));
    }

    [Fact]
    public void Load_NodesOutOfOrder_IsRefused()
    {
        var graph = HighAndLow.Graph();
        var control = graph.Plan!.Control!; // a control graph
        graph.Plan = graph.Plan with { Control = control with { Nodes = [.. control.Nodes.Reverse()] } };

        var error = Assert.Throws<ModelFormatException>(() => GatedGraph.Parse(graph.ToBytes(), "turned round"));

        Assert.Contains("plan: node 'answer': expected to depend on nodes before it, got 'low'", error.Faults);
    }
}
