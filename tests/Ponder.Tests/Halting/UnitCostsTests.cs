using Ponder.Graph;
using Ponder.Halting;
using Ponder.Zoo;

namespace Ponder.Tests.Halting;

/// <summary>Blocks whose units do more work weigh more.</summary>
public sealed class UnitCostsTests
{
    [Fact]
    public void Of_ResNet_WeighsItsStagesAlmostTheSame() =>
        Assert.All(UnitCosts.Of(ResNet.BuildHalting(seed: 1, depth: 20)), cost => Assert.InRange(cost, 0.95, 1.05)); // but for their scores

    [Fact]
    public void Of_BlocksOfOneUnit_WeighsNothing() => Assert.Equal([0.0, 0, 0], UnitCosts.Of(ResNet.BuildHalting(seed: 1, depth: 8)));

    [Fact]
    public void Of_NetworkWithBottlenecks_HasAMeanOfOneOverItsUnits()
    {
        var costs = UnitCosts.Of(HaltingAttachment.Attach(ResidualNetworks.Bottleneck(), new HaltingOptions(), seed: 1, "halting"));

        Assert.Equal(3, (2 * costs[0]) + costs[1], 1e-9); // two units and one that may be spared
        Assert.True(costs[0] > costs[1]); // at a quarter of the positions, but with twice the channels its layers cost the same, and its score half
    }

    [Fact]
    public void Of_NetworkThatDoesNotHalt_IsRefused() => Assert.Throws<ArgumentException>(() => UnitCosts.Of(ResNet.Build(seed: 1, depth: 8)));
}
