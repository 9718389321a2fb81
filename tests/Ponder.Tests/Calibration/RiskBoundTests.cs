using Ponder.Calibration;

namespace Ponder.Tests.Calibration;

public sealed class RiskBoundTests
{
    private const double Confidence = 0.9;

    public static TheoryData<string> Bounds => [.. RiskBounds.Names];

    /// <summary>The limit case: the true mean is a hair above what is asked, so that every "yes" is an error, of which one in ten is allowed.</summary>
    [Theory]
    [InlineData("exact", 0.05, 0, 500)]
    [InlineData("exact", 0.06, 0.05, 500)]
    [InlineData("exact", 0.03, 0.02, 1500)]
    [InlineData("betting", 0.05, 0, 500)]
    [InlineData("betting", 0.06, 0.05, 500)]
    [InlineData("hoeffding-bentkus", 0.05, 0, 500)]
    [InlineData("hoeffding-bentkus", 0.06, 0.05, 500)]
    public void IsBelow_TrueMeanAtTheLimit_ErrsAtMostAsOftenAsStated(string name, double loss, double gain, int count)
    {
        var bound = RiskBounds.Of(name);

        int confirmed = Enumerable.Range(1, 1000).Count(seed => bound.IsBelow(Losses(seed, count, loss, gain), loss - gain - 1e-4, Confidence, mayGain: gain > 0));

        Assert.InRange(confirmed, 0, 120); // 100 are expected at most; 120 is two standard deviations more
    }

    [Fact]
    public void IsBelow_Exact_IsNotFarFromWhatIsAllowed()
    {
        int confirmed = Enumerable.Range(1, 400).Count(seed => new ExactBound().IsBelow(Losses(seed, 1500, 0.06, 0.05), 0.01 - 1e-4, Confidence));

        Assert.InRange(confirmed, 20, 52); // 5 to 13 %
    }

    [Theory]
    [MemberData(nameof(Bounds))]
    public void IsBelow_HarmlessSamples_AreConfirmed(string name) =>
        Assert.True(RiskBounds.Of(name).IsBelow(Losses(seed: 1, 3000, loss: 0.002, gain: 0), 0.01, 0.95, mayGain: false));

    [Theory]
    [MemberData(nameof(Bounds))]
    public void IsBelow_FewSamples_ConfirmsNothing(string name) => Assert.False(RiskBounds.Of(name).IsBelow(new int[20], 0.01, 0.95));

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Upper_LiesAboveTheMean_AndIsConfirmed(string name)
    {
        var bound = RiskBounds.Of(name);
        int[] losses = Losses(seed: 1, 2000, loss: 0.03, gain: 0);

        double upper = bound.Upper(losses, 0.95, mayGain: false);

        Assert.InRange(upper, losses.Average(), losses.Average() + 0.02);
        Assert.True(bound.IsBelow(losses, upper, 0.95, mayGain: false));
    }

    [Theory]
    [InlineData("exact", 230)] // (1 - 0.01)^n <= 0.1
    [InlineData("hoeffding-bentkus", 230)]
    public void FewestSamples_WithoutALoss_IsThatOfTheBinomial(string name, int expected) =>
        Assert.Equal(expected, RiskBounds.Of(name).FewestSamples(0.01, Confidence, mayGain: false));

    [Theory]
    [MemberData(nameof(Bounds))]
    public void FewestSamples_OfNoLossAtAll_IsNone(string name) => Assert.Null(RiskBounds.Of(name).FewestSamples(0, Confidence, mayGain: false));

    [Theory]
    [InlineData(3, 10, 0.3, 0.6496107184)]
    [InlineData(9, 10, 0.3, 0.9999940951)]
    [InlineData(20, 2000, 0.01, 0.5590933)]
    public void LogAtMost_KnownValues_AreThose(int k, int n, double p, double expected) =>
        Assert.Equal(expected, Math.Exp(Binomial.LogAtMost(k, n, p)), 1e-6);

    private static int[] Losses(int seed, int count, double loss, double gain)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble()).Select(u => u < loss ? 1 : u < loss + gain ? -1 : 0)];
    }
}
