using CsCheck;
using Ponder.Evaluation;

namespace Ponder.Tests.Evaluation;

public sealed class GroupBootstrapTests
{
    private static readonly Gen<(int Group, double Value)[]> Samples = Gen.Select(Gen.Int[0, 5], Gen.Double[-1, 1]).Array[1, 20];

    [Fact]
    public void Interval_ThousandCoins_IsAsWideAsTheory()
    {
        var bootstrap = new GroupBootstrap([.. Enumerable.Range(0, 1_000)], seed: 1);

        var interval = bootstrap.Interval(samples => samples.Average(sample => sample % 2));

        // 1.96 * sqrt(0.5 * 0.5 / 1,000) = 0.031
        Assert.Equal(0.5, interval.Value);
        Assert.Equal(0.469, interval.Low, tolerance: 0.003);
        Assert.Equal(0.531, interval.High, tolerance: 0.003);
    }

    [Fact]
    public void Interval_TenCopiesOfEach_AreNoMoreEvidence()
    {
        var single = new GroupBootstrap([.. Enumerable.Range(0, 100)], seed: 1).Interval(samples => samples.Average(sample => sample % 2));

        var copies = new GroupBootstrap([.. Enumerable.Range(0, 1_000).Select(sample => sample / 10)], seed: 1)
            .Interval(samples => samples.Average(sample => sample / 10 % 2));

        Assert.Equal(single.Low, copies.Low, tolerance: 1e-12);
        Assert.Equal(single.High, copies.High, tolerance: 1e-12);
    }

    [Fact]
    public void Interval_OneGroup_HasNoWidth() =>
        Assert.Equal(new BootstrapInterval(3, 3, 3), new GroupBootstrap([7, 7, 7], seed: 1).Interval(samples => samples.Sum()));

    [Fact]
    public void Interval_TwoGroupsOfTwoSizes_DrawsThemWhole()
    {
        int[] sizes = [2, 4, 6]; // of the drawn samples, from groups of one and of three

        new GroupBootstrap([0, 1, 1, 1], seed: 1).Interval(samples =>
        {
            Assert.Contains(samples.Count, sizes);
            return 0;
        });
    }

    [Fact]
    public void Interval_SameSeed_IsTheSame() => Samples.Sample(
        samples => Assert.Equal(Mean(samples, seed: 3), Mean(samples, seed: 3)), iter: 20);

    [Fact]
    public void Interval_LowerConfidence_LiesWithin() => Samples.Sample(
        samples =>
        {
            var (wide, narrow) = (Mean(samples, seed: 3), Mean(samples, seed: 3, confidence: 0.5));
            Assert.True(wide.Low <= narrow.Low && narrow.Low <= narrow.High && narrow.High <= wide.High);
        },
        iter: 20);

    [Fact]
    public void Interval_AModelAgainstItself_IsZero() => Samples.Sample(
        samples => Assert.Equal(default, new GroupBootstrap([.. samples.Select(sample => sample.Group)], seed: 3)
            .Interval(drawn => Mean(samples, drawn) - Mean(samples, drawn))),
        iter: 20);

    [Fact]
    public void Interval_ConstantLead_IsKnownExactlyWhenPaired() => Samples.Sample(
        samples =>
        {
            var lead = new GroupBootstrap([.. samples.Select(sample => sample.Group)], seed: 3)
                .Interval(drawn => drawn.Average(sample => samples[sample].Value + 0.25) - Mean(samples, drawn));
            Assert.Equal(0.25, lead.Low, tolerance: 1e-9);
            Assert.Equal(0.25, lead.High, tolerance: 1e-9);
        },
        iter: 20);

    [Fact]
    public void Constructor_NoSample_IsRefused() => Assert.Throws<ArgumentException>(() => new GroupBootstrap([], seed: 1));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Interval_ConfidenceOutside_IsRefused(double confidence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GroupBootstrap([0], seed: 1).Interval(samples => 0, confidence));

    private static BootstrapInterval Mean((int Group, double Value)[] samples, int seed, double confidence = 0.95) =>
        new GroupBootstrap([.. samples.Select(sample => sample.Group)], seed).Interval(drawn => Mean(samples, drawn), confidence);

    private static double Mean((int Group, double Value)[] samples, IReadOnlyList<int> drawn) => drawn.Average(sample => samples[sample].Value);
}
