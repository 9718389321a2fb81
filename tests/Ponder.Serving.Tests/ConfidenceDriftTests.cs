using Ponder.Plans;
using Ponder.Serving.Operation;

namespace Ponder.Serving.Tests;

public sealed class ConfidenceDriftTests
{
    private static readonly CalibrationRecord Calibration = new("max-macs", 1, "noise", 4000, 0, 0, 0, [1]) { ConfidenceMean = 0.9, ConfidenceDeviation = 0.1 };

    [Theory]
    [InlineData(0.9, 0)]
    [InlineData(0.89, -2.83)] // 0.01 over 0.1 times the root of 1/1000 + 1/4000
    [InlineData(0.92, 5.66)]
    public void Score_WholeWindow_IsTheDistanceInStandardErrors(double confidence, double expected)
    {
        var drift = ConfidenceDrift.From(Calibration)!;

        for (int i = 1; i < DriftWindow.Samples; i++)
            Assert.Null(drift.Add(confidence));

        Assert.Equal(expected, drift.Add(confidence)!.Value, tolerance: 0.01);
        Assert.Equal(expected, drift.Score!.Value, tolerance: 0.01);
        Assert.Null(drift.Add(confidence)); // a new window
    }

    [Fact]
    public void From_FileThatTellsOfNoConfidence_IsNull()
    {
        Assert.Null(ConfidenceDrift.From(Calibration with { ConfidenceMean = null }));
        Assert.Null(ConfidenceDrift.From(Calibration with { ConfidenceDeviation = 0 }));
    }
}
