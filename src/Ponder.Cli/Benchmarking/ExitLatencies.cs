using Ponder.Cli.Rendering;
using Ponder.Evaluation;
using Ponder.Graph;

namespace Ponder.Cli.Benchmarking;

/// <summary>Measures what an answer takes at each exit on this machine: batch 1, one thread, everybody sent there.</summary>
internal static class ExitLatencies
{
    private const int MostSamples = 500;

    /// <summary>
    /// Median wall-clock time to each exit's answer, all heads passed, shallow to deep. Calls that leave at one exit do the
    /// same work, so what tells their times apart is the machine: a mean would charge an exit for whatever came between.
    /// </summary>
    public static IReadOnlyList<TimeSpan> Measure(
        Terminal terminal, GatedGraph graph, ISampleSource samples, ExitRecords records, CancellationToken cancellationToken)
    {
        int count = Math.Min(samples.Count, MostSamples);
        using var candidates = new BenchmarkCandidates(terminal, graph, samples, count, records);
        BenchmarkCandidate[] exits = [.. candidates.Of(batch: 1, threads: 1)
            .Where(candidate => candidate.Variant is not (BenchmarkCandidate.StaticVariant or BenchmarkCandidate.AdaptiveVariant))];
        return ProgressBar.Run(terminal, "latency", progress => new BenchmarkRunner(terminal.Time).Run(graph.Source, exits, new BenchmarkOptions
        {
            SampleCount = count,
            Progress = new DirectProgress<double>(done => progress.Report(new ProgressState(done, $"{exits.Length} exits", IsMilestone: done >= 1))),
        }, cancellationToken)).Rows.Select(row => TimeSpan.FromMilliseconds(row.LatencyMs.P50)).ToList();
    }
}
