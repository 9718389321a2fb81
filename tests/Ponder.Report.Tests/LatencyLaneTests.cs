using Ponder.Report.Charts;

namespace Ponder.Report.Tests;

public sealed class LatencyLaneTests
{
    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(0.75, 3)]
    [InlineData(0.99, 4)]
    [InlineData(0, 1)]
    public void Quantile_FourTimes_IsTheNearestRank(double share, double expected) =>
        Assert.Equal(expected, new LatencyLane("adaptive", [1, 2, 3, 4], Floor: 0).Quantile(share));
}
