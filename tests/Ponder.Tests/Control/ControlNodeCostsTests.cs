using Ponder.Control;
using Ponder.EarlyExit;
using Ponder.Tests.Evaluation;

namespace Ponder.Tests.Control;

public sealed class ControlNodeCostsTests
{
    [Fact]
    public void Of_EveryNode_CountsItsOwnOperatorsOnly()
    {
        var graph = HighAndLow.Graph();

        var named = graph.Plan!.Control!.Nodes.Zip(ControlNodeCosts.Of(graph), (node, macs) => $"{node.Name} {macs}");

        Assert.Equal(["image 0", "features 0", "q 4", "high 16", "high.answer 16", "low 4", "answer 0"], named);
    }

    [Fact]
    public void Of_NodesThatRun_SumToTheCostOfEveryPath()
    {
        var graph = HighAndLow.Graph();
        var (control, costs) = (graph.Plan!.Control!, ControlNodeCosts.Of(graph));

        var sums = control.Paths.Select((_, path) => control.Nodes.Zip(costs).Where(node => control.Runs(node.First, path)).Sum(node => node.Second));

        Assert.Equal(ExitCosts.Of(graph).Macs, sums);
    }

    [Fact]
    public void Of_OtherGraph_IsRefused() =>
        Assert.Contains("expected a control graph", Assert.Throws<ArgumentException>(() => ControlNodeCosts.Of(ThreeExits.Graph())).Message);
}
