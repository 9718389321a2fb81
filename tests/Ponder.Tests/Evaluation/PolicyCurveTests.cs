using Ponder.Calibration;
using Ponder.EarlyExit;
using Ponder.Evaluation;

namespace Ponder.Tests.Evaluation;

public sealed class PolicyCurveTests
{
    private static readonly ExitRecords Records = ThreeExits.Records(2000, seed: 3);

    [Fact]
    public void Area_OfALine_IsItsMean()
    {
        (double, double)[] line = [(10, 0.5), (20, 0.9)];

        Assert.Equal(0.7, CostCurve.Area(line, 10, 20), 1e-12);
        Assert.Equal(0.8, CostCurve.Area(line, 15, 20), 1e-12);
        Assert.Equal(0.8, CostCurve.Area(line, 10, 30), 1e-12); // level beyond its end
    }

    [Fact]
    public void Points_AreWhatTheThresholdsMake()
    {
        var path = new ThresholdSearch(Records).ShareSweep();

        var points = new PolicyCurve(Records, path).Points();

        Assert.All(path, point => Assert.Contains(points, found => Math.Abs(found.Accuracy - point.Accuracy) < 1e-9 && Math.Abs(found.Macs - point.MacsMean) < 1e-3));
    }

    [Fact]
    public void Points_OfEverySampleTwice_AreThoseOfEachOnce()
    {
        var curve = new PolicyCurve(Records, new ThresholdSearch(Records).ShareSweep());
        int[] twice = [.. Enumerable.Range(0, Records.Count).SelectMany(i => new[] { i, i })];

        Assert.All(curve.Points().Zip(curve.Points(twice)), pair => Assert.Equal(pair.First.Accuracy, pair.Second.Accuracy, 1e-9));
    }

    [Fact]
    public void Efficacy_LiesBetweenRandomAndOracle() =>
        Assert.InRange(new PolicyCurve(Records, new ThresholdSearch(Records).Frontier()).Efficacy()!.Value, 0.01, 0.99);

    [Fact]
    public void Efficacy_WhereExitsAgree_IsUnknown()
    {
        var exit = Records.Exits[0];
        var same = new ExitRecords([exit, exit with { Scores = [] }], Records.Labels, new ExitCosts([10, 100], 95));

        Assert.Null(new PolicyCurve(same, new ThresholdSearch(same).ShareSweep()).Efficacy());
    }

    [Fact]
    public void CalibrationError_OfConfidencesThatAreRight_IsSmall()
    {
        var random = new Random(1);
        float[] confidences = [.. Enumerable.Range(0, 6000).Select(_ => random.NextSingle())];
        bool[] right = [.. confidences.Select(confidence => random.NextSingle() < confidence)];

        Assert.InRange(ExitQuality.CalibrationErrorOf(confidences, right), 0, 0.03);
        Assert.InRange(ExitQuality.CalibrationErrorOf([.. confidences.Select(_ => 1f)], right), 0.45, 0.55);
    }

    [Fact]
    public void FailureArea_IsThatOfTheRanks()
    {
        var exit = new ExitRecord("final", [0, 1, 0, 1], [0.9f, 0.8f, 0.8f, 0.1f], []);
        var records = new ExitRecords([exit], [0, 0, 0, 0], new ExitCosts([10], 10));

        var quality = ExitQuality.Of([records], 0, new GroupBootstrap([0, 1, 2, 3], seed: 1));

        Assert.Equal((0.5, 0.875), (quality.Accuracy.Value, quality.FailureArea.Value)); // right: .9 and .8; wrong: .8 and .1
    }

    [Fact]
    public void Overthinking_CountsSamplesThatALaterExitSpoils()
    {
        ExitRecord Exit(string name, int[] answers, bool isLast) => new(name, answers, new float[4], isLast ? [] : new float[4]);
        var records = new ExitRecords(
            [Exit("exit1", [0, 0, 1, 1], false), Exit("exit2", [0, 1, 1, 0], false), Exit("final", [0, 0, 1, 1], true)], [0, 0, 0, 0], ThreeExits.Costs);
        var curve = new PolicyCurve(records, [records.Apply([0, 0])]);

        var measures = ModelMeasures.Of([(records, curve)], (10, 100), new GroupBootstrap([0, 1, 2, 3], seed: 1));

        Assert.Equal(0.5, measures.Overthinking.Value); // the second and the fourth
    }
}
