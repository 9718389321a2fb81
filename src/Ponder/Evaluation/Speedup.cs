namespace Ponder.Evaluation;

/// <summary>The adaptive network against the faster static one, at the same batch and threads.</summary>
/// <param name="Batch">Samples per call.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Against">Engine of the static row with the smallest mean time.</param>
/// <param name="Mean">Static mean time over adaptive mean time; above 1 is a gain.</param>
/// <param name="P50">The same with medians of the same two rows.</param>
/// <param name="WithInput">The same as the mean, with the time that reading, decoding and preprocessing takes added to both; null when it was not measured.</param>
public sealed record Speedup(int Batch, int Threads, string Against, double Mean, double P50, double? WithInput = null)
{
    /// <summary>Compares within every batch and thread count that has both an adaptive and a static row.</summary>
    /// <param name="rows">The measurements.</param>
    /// <param name="inputMs">Mean time to read one sample, in milliseconds; null when it was not measured.</param>
    /// <remarks>Where several engines ran the adaptive network, the fastest counts, as for the static one.</remarks>
    public static IReadOnlyList<Speedup> Of(IEnumerable<BenchmarkRow> rows, double? inputMs = null)
    {
        var found = new List<Speedup>();
        foreach (var group in rows.GroupBy(row => (row.Batch, row.Threads)))
        {
            if (Fastest(group, BenchmarkCandidate.StaticVariant) is { } fixedCost && Fastest(group, BenchmarkCandidate.AdaptiveVariant) is { } adaptive)
            {
                double? input = inputMs * group.Key.Batch;
                found.Add(new Speedup(
                    group.Key.Batch, group.Key.Threads, fixedCost.Engine,
                    fixedCost.LatencyMs.Mean / adaptive.LatencyMs.Mean, fixedCost.LatencyMs.P50 / adaptive.LatencyMs.P50,
                    (fixedCost.LatencyMs.Mean + input) / (adaptive.LatencyMs.Mean + input)));
            }
        }

        return found;
    }

    private static BenchmarkRow? Fastest(IEnumerable<BenchmarkRow> rows, string variant) =>
        rows.Where(row => row.Variant == variant).MinBy(row => row.LatencyMs.Mean);
}
