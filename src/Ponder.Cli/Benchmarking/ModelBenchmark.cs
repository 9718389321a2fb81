using Ponder.Cli.Rendering;
using Ponder.Evaluation;
using Ponder.Graph;

namespace Ponder.Cli.Benchmarking;

/// <summary>Static against adaptive, all candidates interleaved in one process.</summary>
internal static class ModelBenchmark
{
    private const int MostFloats = 1 << 28; // 1 GiB of input in memory

    /// <summary>Runs the benchmark with a progress bar.</summary>
    /// <param name="terminal">Shows the progress.</param>
    /// <param name="graph">A model with a plan.</param>
    /// <param name="samples">What is run, from the first on.</param>
    /// <param name="records">What every exit says about all samples.</param>
    /// <param name="batches">Samples per call.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="most">Samples to time at most; null for as many as memory holds.</param>
    /// <param name="cancellationToken">Checked between turns.</param>
    /// <exception cref="CommandException">The model has no plan, or there are fewer samples than the largest batch.</exception>
    public static BenchmarkResult Run(
        Terminal terminal, GatedGraph graph, ISampleSource samples, ExitRecords records,
        IReadOnlyList<int> batches, IReadOnlyList<int> threads, int? most, CancellationToken cancellationToken)
    {
        if (batches.Max() > samples.Count)
            throw new CommandException($"--batch: expected at most {samples.Count}, the number of samples, got {batches.Max()}");
        int count = Math.Min(samples.Count, Math.Max(batches.Max(), Math.Min(most ?? int.MaxValue, MostFloats / samples.SampleLength)));
        using var candidates = new BenchmarkCandidates(terminal, graph, samples, count, records);
        BenchmarkCandidate[] all = [.. threads.SelectMany(number => batches.SelectMany(batch => candidates.Of(batch, number))), candidates.Input()];
        return ProgressBar.Run(terminal, "benchmark", progress => new BenchmarkRunner(terminal.Time).Run(graph.Source, all, new BenchmarkOptions
        {
            SampleCount = count,
            Progress = new DirectProgress<double>(done => progress.Report(new ProgressState(done, $"{all.Length} candidates", IsMilestone: done >= 1))),
        }, cancellationToken));
    }
}
