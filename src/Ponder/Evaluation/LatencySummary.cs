namespace Ponder.Evaluation;

/// <summary>Wall-clock times of single calls, in milliseconds.</summary>
/// <param name="P50">Median.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Max">The slowest call.</param>
/// <param name="Mean">Arithmetic mean.</param>
public sealed record LatencySummary(double P50, double P95, double P99, double Max, double Mean)
{
    /// <summary>Summarises raw times; percentiles are measured values (nearest rank), not interpolated ones.</summary>
    /// <param name="milliseconds">At least one time; not changed.</param>
    /// <exception cref="ArgumentException">There is no time.</exception>
    public static LatencySummary Of(IReadOnlyCollection<double> milliseconds)
    {
        if (milliseconds.Count == 0)
            throw new ArgumentException("latencies: expected at least one, got none", nameof(milliseconds));
        double[] sorted = [.. milliseconds.Order()];
        return new LatencySummary(Rank(sorted, 50), Rank(sorted, 95), Rank(sorted, 99), sorted[^1], sorted.Average());
    }

    // In whole numbers, so that the 95th percentile of 100 times is the 95th and not, by rounding, the 96th.
    private static double Rank(double[] sorted, int percent) => sorted[(((sorted.Length * percent) + 99) / 100) - 1];
}
