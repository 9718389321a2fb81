using Ponder.Calibration;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Plans;
using Ponder.Tests.Evaluation;

namespace Ponder.Tests.Calibration;

public sealed class CalibratorTests
{
    private readonly GatedGraph _graph = ThreeExits.Graph();

    [Fact]
    public void Calibrate_Met_WritesThresholdsAndPromise()
    {
        var result = Calibrator.Calibrate(_graph, ThreeExits.Records(400, seed: 1), new CalibrationOptions { MaxAccuracyDrop = 0.02, Split = "toy" });
        var copy = _graph.Clone();

        Assert.True(result.Met);
        Assert.Equal(
            result.Thresholds.Select(threshold => threshold.Value),
            copy.Plan!.EarlyExits.Select(exit => copy.Constant(exit.Threshold!).Floats[0]));
        Assert.Equal(("max-accuracy-drop", 0.02, "toy", 400), (copy.Plan!.Calibration!.Method, copy.Plan.Calibration.Target, copy.Plan.Calibration.Split, copy.Plan.Calibration.Samples));
    }

    [Fact]
    public void Calibrate_AllLeaveAtTheFirstExit_WritesTheConfidenceOfItsAnswers()
    {
        var toy = ThreeExits.Records(400, seed: 1);
        var first = toy.Exits[0] with { Confidences = [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? 0.5f : 0.9f)] };

        Calibrator.Calibrate(_graph, new ExitRecords([first, .. toy.Exits.Skip(1)], toy.Labels, toy.Costs), new CalibrationOptions { ExitShares = [1, 0, 0] });

        var calibration = _graph.Clone().Plan!.Calibration!;
        Assert.Equal(0.7, calibration.ConfidenceMean!.Value, tolerance: 1e-6);
        Assert.Equal(0.2, calibration.ConfidenceDeviation!.Value, tolerance: 1e-6);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(3)]
    public void Calibrate_Met_WritesOperatingPointsThatRise(int count)
    {
        var records = ThreeExits.Records(count, seed: 1);

        Calibrator.Calibrate(_graph, records, new CalibrationOptions { MaxMacs = 100 });

        var points = _graph.Clone().Plan!.Calibration!.OperatingPoints!;
        Assert.InRange(points.Count, 1, 16);
        Assert.Equal(points.OrderBy(point => point.MacsMean).Select(point => point.MacsMean).Distinct(), points.Select(point => point.MacsMean));
        Assert.Equal(points.OrderBy(point => point.Accuracy).Select(point => point.Accuracy).Distinct(), points.Select(point => point.Accuracy));
        Assert.Equal(10, points[0].MacsMean); // everybody at the first exit
        Assert.True(points[^1].Accuracy >= records.Accuracy(2));
        Assert.All(points, point => Assert.Equal((point.Accuracy, point.MacsMean), (records.Apply(point.Thresholds).Accuracy, records.Apply(point.Thresholds).MacsMean)));
    }

    [Fact]
    public void Calibrate_NotMet_LeavesTheGraphAsItWas()
    {
        byte[] before = _graph.ToBytes();

        var result = Calibrator.Calibrate(_graph, ThreeExits.Records(400, seed: 1), new CalibrationOptions { MaxMacs = 1 });

        Assert.False(result.Met);
        Assert.Equal(before, _graph.ToBytes());
    }

    [Fact]
    public void Calibrate_MaxLatency_FollowsTimesInsteadOfMacs()
    {
        // The second exit is cheap in multiply-adds and slow on the clock, so nobody should leave there.
        var records = ThreeExits.Records(400, seed: 1);
        var result = Calibrator.Calibrate(_graph, records, new CalibrationOptions
        {
            MaxLatency = TimeSpan.FromMilliseconds(2),
            ExitLatencies = [TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(9), TimeSpan.FromMilliseconds(3)],
        });

        Assert.True(result.Met);
        Assert.Equal(("max-latency", 2.0), (result.Method, result.Target));
        Assert.Equal(0, result.Expected.ExitShares[1]);
        Assert.InRange(result.Expected.ExitShares[0] + (3 * result.Expected.ExitShares[2]), 1.9, 2);
        Assert.InRange(result.Expected.MacsMean, 10, 100);
    }

    [Fact]
    public void Calibrate_MaxLatencyWithoutATimeForEachExit_Throws() => Assert.Throws<ArgumentException>(() => Calibrator.Calibrate(
        _graph, ThreeExits.Records(400, seed: 1), new CalibrationOptions { MaxLatency = TimeSpan.FromMilliseconds(2) }));

    [Fact]
    public void Calibrate_WithConfidence_KeepsThePromiseOnNewSamples()
    {
        const double MaxDrop = 0.05;
        var fresh = ThreeExits.Records(50_000, seed: 999);
        int broken = Enumerable.Range(1, 40).Count(seed =>
        {
            var result = Calibrator.Calibrate(
                _graph, ThreeExits.Records(600, seed), new CalibrationOptions { MaxAccuracyDrop = MaxDrop, Confidence = 0.9 });
            float[] thresholds = [.. result.Thresholds.Select(threshold => threshold.Value)];
            return fresh.Accuracy(2) - fresh.Apply(thresholds).Accuracy > MaxDrop;
        });

        Assert.InRange(broken, 0, 8); // 4 are expected at most; 8 leaves two standard deviations
    }

    [Fact]
    public void Calibrate_WithConfidence_StillSavesWork()
    {
        var result = Calibrator.Calibrate(
            _graph, ThreeExits.Records(3000, seed: 1), new CalibrationOptions { MaxAccuracyDrop = 0.05, Confidence = 0.95 });

        Assert.InRange(result.Expected.MacsMean, 10, 90);
        Assert.Equal(0.05, result.Expected.AccuracyDropBound);
    }

    [Fact]
    public void Calibrate_MaxMacsWithConfidence_KeepsTheBudget()
    {
        var result = Calibrator.Calibrate(_graph, ThreeExits.Records(900, seed: 1), new CalibrationOptions { MaxMacs = 60, Confidence = 0.95 });

        Assert.True(result.Met && result.Expected.MacsMean <= 60);
        Assert.True(result.Expected.AccuracyDropBound > result.Expected.AccuracyDrop);
    }

    [Fact]
    public void Calibrate_WithConfidence_WritesThePromiseIntoThePlan()
    {
        var options = new CalibrationOptions { MaxAccuracyDrop = 0.05, Confidence = 0.95, Date = new DateOnly(2026, 5, 1), DataHash = "abc" };

        Calibrator.Calibrate(_graph, ThreeExits.Records(3000, seed: 1), options);

        var expected = new PromiseRecord("accuracy-drop", 0.05, 0.95, "exact", 2571) { Date = new DateOnly(2026, 5, 1), DataHash = "abc" };
        Assert.Equal(expected, ModelPlan.Parse(_graph.Plan!.ToJson(), "plan").Calibration!.Promise);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Calibrate_TwentySamplesWithConfidence_IsRefused(bool withoutLabels)
    {
        byte[] before = _graph.ToBytes();

        var result = Calibrator.Calibrate(
            _graph, ThreeExits.Records(20, seed: 1), new CalibrationOptions { MaxAccuracyDrop = 0.02, Confidence = 0.9, WithoutLabels = withoutLabels });

        Assert.False(result.Met);
        Assert.Contains("got 20", result.Refusal, StringComparison.Ordinal);
        Assert.Equal(before, _graph.ToBytes());
    }

    [Theory]
    [InlineData(268, true)]
    [InlineData(269, false)] // 39 draw, 230 test: (1 - 0.01)^230 is below 0.1
    public void Calibrate_FewestSamples_AreWhatTheTestNeeds(int count, bool isRefused)
    {
        var result = Calibrator.Calibrate(
            _graph, ThreeExits.Records(count, seed: 1), new CalibrationOptions { MaxAccuracyDrop = 0.01, Confidence = 0.9, WithoutLabels = true });

        Assert.Equal(isRefused, result.Refusal is not null);
    }

    [Fact]
    public void Calibrate_WithoutLabels_AsksForAgreementOnly()
    {
        var records = ThreeExits.Records(2000, seed: 1);
        var options = new CalibrationOptions { MaxAccuracyDrop = 0.1, Confidence = 0.9, WithoutLabels = true };
        var mislabelled = new ExitRecords(records.Exits, [.. records.Labels.Select(label => 1 - label)], records.Costs);

        var result = Calibrator.Calibrate(_graph, records, options);

        Assert.Equal("disagreement", result.Promise!.Risk);
        Assert.Equal(result.Thresholds, Calibrator.Calibrate(_graph, mislabelled, options).Thresholds);
    }

    [Fact]
    public void Calibrate_TwoTargets_Throws() => Assert.Throws<ArgumentException>(() => Calibrator.Calibrate(
        _graph, ThreeExits.Records(20, seed: 1), new CalibrationOptions { MaxMacs = 60, MaxAccuracyDrop = 0 }));

    [Fact]
    public void Calibrate_WithoutEarlyExits_Throws() => Assert.Throws<ArgumentException>(() => Calibrator.Calibrate(
        Ponder.Zoo.LeNet.Build(seed: 1), ThreeExits.Records(20, seed: 1), new CalibrationOptions { MaxMacs = 60 }));

    [Fact]
    public void ToJson_HasTheKeysOfTheManual()
    {
        var result = new CalibrationResult(
            "m.onnx", "max-accuracy-drop", 0.95, 0.005, true, 5000, [new CalibratedThreshold("exit1", 0.25f)],
            new CalibrationExpectation(0.5, 0.005, 60, [0.5, 0.5]));

        Assert.Equal(
            """{"model":"m.onnx","method":"max-accuracy-drop","confidence":0.95,"target":0.005,"met":true,"calibration_samples":5000,"thresholds":[{"exit":"exit1","value":0.25}],"expected":{"accuracy":0.5,"accuracy_drop_bound":0.005,"macs_mean":60,"exit_shares":[0.5,0.5]}}""",
            result.ToJson());
    }
}
