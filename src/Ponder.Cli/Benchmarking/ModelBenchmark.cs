using Ponder.Cli.Rendering;
using Ponder.Evaluation;
using Ponder.Graph;

namespace Ponder.Cli.Benchmarking;

/// <summary>Static against adaptive, all candidates interleaved in one process.</summary>
internal static class ModelBenchmark
{
    /// <summary>Runs the benchmark with a progress bar.</summary>
    /// <exception cref="CommandException">The model has no plan, or there are fewer samples than the largest batch.</exception>
    public static BenchmarkResult Run(
        Terminal terminal, GatedGraph graph, ISampleSource samples, ExitRecords records,
        IReadOnlyList<int> batches, IReadOnlyList<int> threads, CancellationToken cancellationToken)
    {
        if (batches.Max() > samples.Count)
            throw new CommandException($"--batch: expected at most {samples.Count}, the number of samples, got {batches.Max()}");
        using var candidates = new BenchmarkCandidates(graph, samples, records);
        BenchmarkCandidate[] all = [.. threads.SelectMany(count => batches.SelectMany(batch => candidates.Of(batch, count)))];
        return ProgressBar.Run(terminal, "benchmark", progress => new BenchmarkRunner(terminal.Time).Run(graph.Source, all, new BenchmarkOptions
        {
            SampleCount = samples.Count,
            Progress = new DirectProgress<double>(done => progress.Report(new ProgressState(done, $"{all.Length} candidates", IsMilestone: done >= 1))),
        }, cancellationToken));
    }
}
