namespace Ponder.Report;

/// <summary>Quantiles of the wall-clock time of a call, in milliseconds.</summary>
/// <param name="P50">The median.</param>
/// <param name="P95">The 95th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Max">The slowest call.</param>
/// <param name="Mean">The mean.</param>
public sealed record LatencySummary(double P50, double P95, double P99, double Max, double Mean);
