using Ponder.Plans;

namespace Ponder.Serving.Operation;

/// <summary>Holds the mean confidence of answers against that of the calibration split, a window at a time. Thread-safe.</summary>
/// <remarks>The score is the difference of two means over its standard error, negative where answers are less sure: it sees what exits do not, such as samples that all leave at one exit as before, but less surely.</remarks>
/// <param name="mean">Of the calibration split.</param>
/// <param name="deviation">Standard deviation of the calibration split.</param>
/// <param name="samples">Of the calibration split.</param>
internal sealed class ConfidenceDrift(double mean, double deviation, int samples) : DriftWindow<double>
{
    /// <summary>The distance, up or down, from which on confidence has parted: one window in ten thousand comes there without drift.</summary>
    public const double AlertScore = 3.891; // the normal distribution's 0.99995

    private double _sum;

    /// <summary>The comparison with calibration; null where the file does not tell what confidence was.</summary>
    public static ConfidenceDrift? From(CalibrationRecord calibration) => calibration is { ConfidenceMean: { } mean, ConfidenceDeviation: > 0 and var deviation }
        ? new ConfidenceDrift(mean, deviation, calibration.Samples)
        : null;

    /// <inheritdoc/>
    protected override void Count(double shown) => _sum += shown;

    /// <inheritdoc/>
    protected override double EndWindow()
    {
        double error = deviation * Math.Sqrt((1.0 / DriftWindow.Samples) + (1.0 / samples));
        double score = ((_sum / DriftWindow.Samples) - mean) / error;
        _sum = 0;
        return score;
    }
}
