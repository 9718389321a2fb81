using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Tests.Graph;
using Ponder.Zoo;

namespace Ponder.Tests.EarlyExit;

public sealed class ExitCostsTests
{
    [Fact]
    public void Of_ThreeExits_AddsHeadsPassedOnTheWay()
    {
        var costs = ExitCosts.Of(ThreeExitNetwork.Build());

        Assert.Equal([48 + 32, 48 + 32 + 64 + 32, 48 + 32 + 64 + 32 + 64 + 32], costs.Macs);
        Assert.Equal(48 + 64 + 64 + 32, costs.StaticMacs);
    }

    [Fact]
    public void Of_OneExit_CostsTheTrunk()
    {
        var costs = ExitCosts.Of(LeNet.Build(seed: 1));

        Assert.Equal([costs.StaticMacs], costs.Macs);
    }

    [Fact]
    public void Of_NoPlan_Throws()
    {
        var builder = new GraphBuilder("plain");
        var graph = builder.Build(plan: null, builder.Relu(builder.Input("x", TensorShape.Batch, 4), "y"));

        Assert.Throws<ArgumentException>(() => ExitCosts.Of(graph));
    }
}
