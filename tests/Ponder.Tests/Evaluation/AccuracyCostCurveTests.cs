using CsCheck;
using Ponder.Calibration;
using Ponder.EarlyExit;
using Ponder.Evaluation;

namespace Ponder.Tests.Evaluation;

public sealed class AccuracyCostCurveTests
{
    // Four samples: right at exits (1,2), (2), (none), (1).
    private static readonly ExitRecords Four = new(
        [
            new ExitRecord("exit1", [0, 1, 1, 0], new float[4], [0.1f, 0.3f, 0.4f, 0.2f]),
            new ExitRecord("final", [0, 0, 1, 1], new float[4], []),
        ],
        new int[4], new ExitCosts([10, 100], 95));

    [Fact]
    public void Of_Oracle_LeavesAtTheEarliestCorrectExitElseTheLast()
    {
        var oracle = AccuracyCostCurve.Of(Four, []).Oracle;

        Assert.Equal(new CostPoint("oracle", (10 + 100 + 100 + 10) / 4.0, 0.75), oracle);
    }

    [Fact]
    public void Of_PointsStandBesideTheirBounds()
    {
        var point = AccuracyCostCurve.Of(Four, [Four.Apply([0.25f])]).Points.Single();

        // Two leave early, both right; of the other two one is right: the oracle can do no better for 55.
        Assert.Equal((0.75, 0.5, 0.75, 1.0), (point.Policy.Accuracy, point.RandomAccuracy, point.OracleAccuracy, point.Efficacy));
    }

    [Fact]
    public void Of_Auc_IsTheTrapezoidOfTheExitsAlone() => Assert.Equal(0.5, AccuracyCostCurve.Of(Four, []).Auc);

    [Fact]
    public void Of_ShareSweep_ReachesBothEnds()
    {
        var points = AccuracyCostCurve.Of(Four, new ThresholdSearch(Four).ShareSweep()).Points;

        Assert.Equal(100, points[0].Policy.MacsMean);
        Assert.Equal(10, points[^1].Policy.MacsMean);
    }

    [Fact]
    public void Of_NoPolicyBeatsTheOracle() => Gen.Int[1, 100_000].Sample(
        seed =>
        {
            var records = ThreeExits.Records(80, seed);
            var curve = AccuracyCostCurve.Of(records, new ThresholdSearch(records).ShareSweep());
            return curve.Points.All(point => point.OracleAccuracy >= point.Policy.Accuracy);
        },
        iter: 30);

    [Fact]
    public void ToJson_HasSnakeCaseKeys() => Assert.StartsWith(
        """{"samples":4,"points":[],"exits":[{"name":"exit1","macs_mean":10,"accuracy":0.5},""",
        AccuracyCostCurve.Of(Four, []).ToJson());
}
