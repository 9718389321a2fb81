using CsCheck;
using Ponder.Calibration;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Tests.Evaluation;

namespace Ponder.Tests.Calibration;

public sealed class ThresholdSearchTests
{
    private static readonly Gen<ExitRecords> SmallRecords = Gen.Select(
        Gen.Int[2, 25], Gen.Int[1, 100_000], Gen.Int[6, 60], (count, seed, levels) => ThreeExits.Records(count, seed, levels));

    [Fact]
    public void WithinAccuracyDrop_OneEarlyExit_IsTheOptimum() => Gen.Select(SmallRecords, Gen.Double[0, 0.2]).Sample(
        (records, maxDrop) =>
        {
            var one = ThreeExits.OneEarlyExit(records);
            double best = AllThresholds(one.Exits[0]).Select(t => one.Apply([t]))
                .Where(point => Loss(one, point) <= maxDrop + 1e-9).Min(point => point.MacsMean);
            return new ThresholdSearch(one).WithinAccuracyDrop(maxDrop).Point.MacsMean == best;
        },
        iter: 300);

    [Fact]
    public void WithinMacs_OneEarlyExit_IsTheOptimum() => Gen.Select(SmallRecords, Gen.Double[40, 100]).Sample(
        (records, maxMacs) =>
        {
            var one = ThreeExits.OneEarlyExit(records);
            double best = AllThresholds(one.Exits[0]).Select(t => one.Apply([t]))
                .Where(point => point.MacsMean <= maxMacs).Max(point => point.Accuracy);
            return new ThresholdSearch(one).WithinMacs(maxMacs).Point.Accuracy == best;
        },
        iter: 300);

    [Fact]
    public void WithinAccuracyDrop_TwoEarlyExits_NeverWorseThanOneAlone() => SmallRecords.Sample(
        records =>
        {
            var result = new ThresholdSearch(records).WithinAccuracyDrop(0.05);
            double alone = AllThresholds(records.Exits[0]).Select(t => records.Apply([t, -9]))
                .Concat(AllThresholds(records.Exits[1]).Select(t => records.Apply([-9, t])))
                .Where(point => Loss(records, point) <= 0.05 + 1e-9).Min(point => point.MacsMean);
            return result.Met && result.AccuracyDrop <= 0.05 + 1e-9 && result.Point.MacsMean <= alone;
        },
        iter: 200);

    [Fact]
    public void WithinAccuracyDrop_TwoEarlyExits_ComesNearTheOptimum()
    {
        var ratios = Enumerable.Range(1, 40).Select(seed =>
        {
            var records = ThreeExits.Records(25, seed);
            double best = AllThresholds(records.Exits[0])
                .SelectMany(a => AllThresholds(records.Exits[1]).Select(b => records.Apply([a, b])))
                .Where(point => Loss(records, point) <= 0.08 + 1e-9).Min(point => point.MacsMean);
            return new ThresholdSearch(records).WithinAccuracyDrop(0.08).Point.MacsMean / best;
        });

        Assert.InRange(ratios.Average(), 1, 1.02); // local optima cost at most two percent on average
    }

    [Fact]
    public void WithinAccuracyDrop_LargerDrop_NeverCostsMore() => SmallRecords.Sample(
        records =>
        {
            var search = new ThresholdSearch(ThreeExits.OneEarlyExit(records));
            return search.WithinAccuracyDrop(0.2).Point.MacsMean <= search.WithinAccuracyDrop(0.02).Point.MacsMean;
        },
        iter: 100);

    [Fact]
    public void WithinAccuracyDrop_GainThatNoExitGives_IsNotMet() =>
        Assert.False(new ThresholdSearch(ThreeExits.Records(50, seed: 3)).WithinAccuracyDrop(-0.9).Met);

    [Fact]
    public void WithinMacs_BelowTheCheapestExit_IsNotMetAndCheapest()
    {
        var result = new ThresholdSearch(ThreeExits.Records(50, seed: 3)).WithinMacs(5);

        Assert.Equal((false, 10.0), (result.Met, result.Point.MacsMean));
    }

    [Fact]
    public void ByExitShares_GivesTheShares()
    {
        var result = new ThresholdSearch(ThreeExits.Records(1000, seed: 3, scoreLevels: 100_000)).ByExitShares([0.5, 0.3]);

        Assert.True(result.Met);
        Assert.Equal(0.3, result.Point.ExitShares[1], tolerance: 0.005);
    }

    [Fact]
    public void ByExitShares_SumAboveOne_Throws() => Assert.Throws<ArgumentException>(
        () => new ThresholdSearch(ThreeExits.Records(10, seed: 3)).ByExitShares([0.7, 0.6]));

    [Fact]
    public void Search_ScoresWithoutNumbers_GivesFiniteThresholds()
    {
        float[] scores = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.5f];
        var records = new ExitRecords(
            [new ExitRecord("exit1", new int[4], new float[4], scores), new ExitRecord("final", new int[4], new float[4], [])],
            new int[4], new ExitCosts([10, 100], 95));

        var point = new ThresholdSearch(records).WithinAccuracyDrop(0).Point;

        Assert.True(float.IsFinite(point.Thresholds[0]));
        Assert.Equal([0.5, 0.5], point.ExitShares);
    }

    [Fact]
    public void Search_AcceptsAbove_MirrorsThresholds()
    {
        var below = ThreeExits.OneEarlyExit(ThreeExits.Records(60, seed: 5));
        var first = below.Exits[0];
        var above = new ExitRecords(
            [first with { Scores = [.. first.Scores.Select(score => -score)], AcceptsBelow = false }, below.Exits[1]], below.Labels, below.Costs);

        Assert.Equal(
            -new ThresholdSearch(below).WithinAccuracyDrop(0.05).Point.Thresholds[0],
            new ThresholdSearch(above).WithinAccuracyDrop(0.05).Point.Thresholds[0]);
    }

    [Fact]
    public void Frontier_FallsInCostAndNeverRisesInAccuracy()
    {
        var points = new ThresholdSearch(ThreeExits.OneEarlyExit(ThreeExits.Records(300, seed: 7))).Frontier();

        Assert.True(points.Count > 10);
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.True(pair.First.MacsMean > pair.Second.MacsMean && pair.First.Accuracy >= pair.Second.Accuracy));
    }

    [Fact]
    public void WithinAccuracyDrop_ManySmallSplits_KeepsItsPromiseOnNewSamplesOnAverage()
    {
        var fresh = ThreeExits.Records(50_000, seed: 999);
        double mean = Enumerable.Range(1, 40).Average(seed =>
            fresh.Accuracy(2) - fresh.Apply(new ThresholdSearch(ThreeExits.Records(500, seed)).WithinAccuracyDrop(0.03).Point.Thresholds).Accuracy);

        Assert.InRange(mean, 0.01, 0.03);
    }

    // The drop with one standard error, a fraction.
    private static double Loss(ExitRecords records, OperatingPoint point)
    {
        int[] drops = CertifiedSearch.Drops(records, point.Thresholds);
        return (drops.Sum() + Math.Sqrt(drops.Count(drop => drop != 0))) / records.Count;
    }

    // One between every two neighbours and one beyond each end.
    private static IEnumerable<float> AllThresholds(ExitRecord exit)
    {
        float[] sorted = [.. exit.Scores.Distinct().Order()];
        return [sorted[0] - 1, .. sorted.Zip(sorted.Skip(1), (a, b) => (a + b) / 2), sorted[^1] + 1];
    }
}
