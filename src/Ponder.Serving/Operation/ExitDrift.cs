using Ponder.Plans;

namespace Ponder.Serving.Operation;

/// <summary>Holds the exits that samples take against those of the calibration split, a window at a time: when they part, so may accuracy. Thread-safe.</summary>
/// <remarks>
/// The chi-square statistic of two samples, put on the scale of a normal distribution by Wilson and Hilferty 1931: above <see cref="AlertScore"/> one window in ten thousand comes without drift.
/// What was cut short or limited is not counted: the model did not choose it.
/// </remarks>
/// <param name="calibration">What thresholds were chosen on.</param>
internal sealed class ExitDrift(CalibrationRecord calibration) : DriftWindow<int>
{
    /// <summary>The score from which on exits have parted.</summary>
    public const double AlertScore = 3.719; // the normal distribution's 0.9999

    private readonly long[] _counts = new long[calibration.ExitShares.Count];

    /// <inheritdoc/>
    protected override void Count(int shown) => _counts[shown]++;

    /// <inheritdoc/>
    protected override double EndWindow()
    {
        double score = ScoreOf(_counts);
        _counts.AsSpan().Clear();
        return score;
    }

    private double ScoreOf(long[] counts)
    {
        double ratio = Math.Sqrt((double)calibration.Samples / DriftWindow.Samples), square = 0;
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
