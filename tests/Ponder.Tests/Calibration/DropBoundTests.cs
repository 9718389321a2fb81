using Ponder.Calibration;

namespace Ponder.Tests.Calibration;

public sealed class DropBoundTests
{
    [Fact]
    public void IsBelow_TrueMeanAtTheLimit_ErrsAtMostAsOftenAsStated()
    {
        // The drop is 1 with 5 %, else 0: confirming "at most 0.05" is the limit case and must stay below 10 % of runs.
        int confirmed = Enumerable.Range(1, 1000).Count(seed => DropBound.IsBelow(Drops(seed, 500, loss: 0.05, gain: 0), 0.0499, 0.9));

        Assert.InRange(confirmed, 0, 100);
    }

    [Fact]
    public void IsBelow_ManyHarmlessSamples_IsConfirmed() =>
        Assert.True(DropBound.IsBelow(Drops(seed: 1, 3000, loss: 0.002, gain: 0.002), 0.01, 0.95));

    [Fact]
    public void IsBelow_FewSamples_ConfirmsNothing() => Assert.False(DropBound.IsBelow(new int[20], 0.01, 0.95));

    [Fact]
    public void Upper_LiesAboveTheMean_AndIsConfirmed()
    {
        int[] drops = Drops(seed: 1, 2000, loss: 0.03, gain: 0.01);
        double bound = DropBound.Upper(drops, 0.95);

        Assert.InRange(bound, drops.Average(), drops.Average() + 0.02);
        Assert.True(DropBound.IsBelow(drops, bound, 0.95));
    }

    private static int[] Drops(int seed, int count, double loss, double gain)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble()).Select(u => u < loss ? 1 : u < loss + gain ? -1 : 0)];
    }
}
