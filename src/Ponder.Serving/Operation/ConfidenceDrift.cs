using Ponder.Plans;

namespace Ponder.Serving.Operation;

/// <summary>Holds the mean confidence of answers against that of the calibration split, a window of <see cref="ExitDrift.Window"/> samples at a time. Thread-safe.</summary>
/// <remarks>The difference of two means over its standard error: it sees what exits do not, such as samples that all leave at one exit as before, but less surely.</remarks>
/// <param name="mean">Of the calibration split.</param>
/// <param name="deviation">Standard deviation of the calibration split.</param>
/// <param name="samples">Of the calibration split.</param>
internal sealed class ConfidenceDrift(double mean, double deviation, int samples)
{
    /// <summary>The distance, up or down, from which on confidence has parted: one window in ten thousand comes there without drift.</summary>
    public const double AlertScore = 3.891; // the normal distribution's 0.99995

    private readonly Lock _gate = new();
    private double _sum;
    private int _samples;
    private double? _score;

    /// <summary>The comparison with calibration; null where the file does not tell what confidence was.</summary>
    public static ConfidenceDrift? From(CalibrationRecord calibration) => calibration is { ConfidenceMean: { } mean, ConfidenceDeviation: > 0 and var deviation }
        ? new ConfidenceDrift(mean, deviation, calibration.Samples)
        : null;

    /// <summary>How far the last whole window was from calibration, in standard errors, negative where answers are less sure; null before there is one.</summary>
    public double? Score
    {
        get
        {
            lock (_gate)
                return _score;
        }
    }

    /// <summary>Counts a sample.</summary>
    /// <param name="confidence">Of its answer, in [0, 1].</param>
    /// <returns>The score of the window that ends with it; null where none does.</returns>
    public double? Add(double confidence)
    {
        lock (_gate)
        {
            _sum += confidence;
            if (++_samples < ExitDrift.Window)
                return null;
            double error = deviation * Math.Sqrt((1.0 / ExitDrift.Window) + (1.0 / samples));
            _score = ((_sum / ExitDrift.Window) - mean) / error;
            (_sum, _samples) = (0, 0);
            return _score;
        }
    }
}
