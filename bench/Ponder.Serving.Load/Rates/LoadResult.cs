namespace Ponder.Serving.Load.Rates;

/// <summary>What one run at one rate gave.</summary>
/// <param name="Requested">The rate that was asked for, a second.</param>
/// <param name="Achieved">Requests a second that were answered, up to the last answer.</param>
/// <param name="LatenciesMs">Of answers, from when each request was due; ascending.</param>
/// <param name="LatenessMs">From when a request was due to when it was sent: what the generator itself adds; ascending.</param>
/// <param name="Refused">Requests that were told to come back later.</param>
/// <param name="Failed">Requests with another refusal, a broken connection, or nothing.</param>
internal sealed record LoadResult(double Requested, double Achieved, double[] LatenciesMs, double[] LatenessMs, int Refused, int Failed)
{
    /// <summary>The table's head.</summary>
    public const string Head =
        "| requested / s | answered / s | p50 ms | p99 ms | p99.9 ms | refused | failed | sent late, p99 ms |\n|---|---|---|---|---|---|---|---|";

    /// <summary>Whether all was answered, and 99 in 100 within the bound.</summary>
    public bool Meets(double boundMs) => Refused + Failed == 0 && Quantile(LatenciesMs, 0.99) <= boundMs;

    /// <summary>A row of the table.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"| {Requested:F1} | {Achieved:F1} | {Quantile(LatenciesMs, 0.5):F3} | {Quantile(LatenciesMs, 0.99):F3} | {Quantile(LatenciesMs, 0.999):F3} | {Refused} | {Failed} | {Quantile(LatenessMs, 0.99):F3} |");

    // Nearest rank; infinite where there is nothing.
    private static double Quantile(double[] sorted, double quantile) =>
        sorted.Length == 0 ? double.PositiveInfinity : sorted[Math.Max(0, (int)Math.Ceiling(quantile * sorted.Length) - 1)];
}
