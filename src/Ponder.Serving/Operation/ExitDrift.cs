using Ponder.Plans;

namespace Ponder.Serving.Operation;

/// <summary>Holds the exits that samples take against those of the calibration split, a window at a time: when they part, so may accuracy. Thread-safe.</summary>
/// <remarks>
/// The chi-square statistic of two samples, put on the scale of a normal distribution by Wilson and Hilferty 1931: above <see cref="AlertScore"/> one window in ten thousand comes without drift.
/// What was cut short or limited is not counted: the model did not choose it.
/// </remarks>
/// <param name="calibration">What thresholds were chosen on.</param>
internal sealed class ExitDrift(CalibrationRecord calibration)
{
    /// <summary>Samples of a window.</summary>
    public const int Window = 1000;

    /// <summary>The score from which on exits have parted.</summary>
    public const double AlertScore = 3.719; // the normal distribution's 0.9999

    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[calibration.ExitShares.Count];
    private long _samples;
    private double? _score;

    /// <summary>How far the last whole window was from calibration, in standard deviations; null before there is one.</summary>
    public double? Score
    {
        get
        {
            lock (_gate)
                return _score;
        }
    }

    /// <summary>Counts a sample.</summary>
    /// <param name="exit">Where it left, 0-based.</param>
    /// <returns>The score of the window that ends with it; null where none does.</returns>
    public double? Add(int exit)
    {
        lock (_gate)
        {
            _counts[exit]++;
            if (++_samples < Window)
                return null;
            _score = ScoreOf(_counts);
            _samples = 0;
            _counts.AsSpan().Clear();
            return _score;
        }
    }

    private double ScoreOf(long[] counts)
    {
        double ratio = Math.Sqrt((double)calibration.Samples / Window), square = 0;
        int cells = 0;
        for (int e = 0; e < counts.Length; e++)
        {
            double expected = calibration.ExitShares[e] * calibration.Samples;
            if (expected + counts[e] == 0)
                continue;
            double difference = (ratio * counts[e]) - (expected / ratio);
            square += difference * difference / (expected + counts[e]);
            cells++;
        }

        if (cells < 2)
            return 0; // all at one exit, as they were
        double freedom = cells - 1, spread = 2 / (9 * freedom);
        return (Math.Cbrt(square / freedom) - (1 - spread)) / Math.Sqrt(spread);
    }
}
