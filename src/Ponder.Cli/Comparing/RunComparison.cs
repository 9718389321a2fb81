using Ponder.Cli.Rendering;
using Ponder.Evaluation;

namespace Ponder.Cli.Comparing;

/// <summary>Sets runs on the same samples beside each other.</summary>
internal static class RunComparison
{
    private const int Seed = 1;

    /// <summary>Measures every run, and each against the first.</summary>
    /// <param name="terminal">Shows the progress.</param>
    /// <param name="folders">The runs, at least one.</param>
    /// <param name="cancellationToken">Set when the user interrupts.</param>
    /// <exception cref="CommandException">A run has not ended, has no exits, or is of other samples than the first.</exception>
    public static Comparison Of(Terminal terminal, IReadOnlyList<string> folders, CancellationToken cancellationToken) =>
        ProgressBar.Run(terminal, "compare", progress =>
        {
            var runs = new List<RunRecords>();
            foreach (string folder in folders)
            {
                progress.Report(new ProgressState((double)runs.Count / (2 * folders.Count), folder));
                runs.Add(RunRecords.Of(terminal, folder, cancellationToken));
                ThrowIfOtherSamples(runs[0], runs[^1]);
            }

            PolicyCurve[] curves = [.. runs.Select(run => new PolicyCurve(run.Test, run.Path))];
            var range = (Low: curves.Max(curve => curve.Cheapest), High: curves.Min(curve => curve.Dearest));
            if (range.High <= range.Low)
                throw new CommandException($"compare: expected runs with costs in common, got none between {range.High:N0} and {range.Low:N0} multiply-adds");
            var bootstrap = new GroupBootstrap([.. Enumerable.Range(0, runs[0].Test.Count)], Seed);
            var compared = new List<ComparedRun>();
            foreach (var (run, curve) in runs.Zip(curves))
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress.Report(new ProgressState((double)(runs.Count + compared.Count) / (2 * runs.Count), run.Folder));
                var own = run.Test.Apply(run.Thresholds);
                bool isFirst = compared.Count == 0;
                compared.Add(new ComparedRun(
                    run.Folder, run.Recipe.Title, own.Accuracy, own.MacsMean, run.Test.Costs.StaticMacs, ModelMeasures.Of(run.Test, curve, range, bootstrap),
                    isFirst ? null : bootstrap.Interval(samples => curve.Area(range.Low, range.High, samples) - curves[0].Area(range.Low, range.High, samples)),
                    isFirst ? null : LastExit(runs[0], run),
                    [.. curve.Points().Select(point => new OperatingCost(point.Macs, point.Accuracy))]));
            }

            return new Comparison(runs[0].Recipe.Data, runs[0].Recipe.Test, runs[0].Test.Count, range.Low, range.High, compared);
        });

    // Deep exits see only what earlier ones let pass: there the two last exits are compared, sample by sample.
    private static BootstrapInterval? LastExit(RunRecords first, RunRecords other)
    {
        int last = first.Test.Exits.Count - 1, otherLast = other.Test.Exits.Count - 1;
        int[] reaching = [.. Enumerable.Range(0, first.Test.Count).Where(i => first.Test.ExitOf(i, first.Thresholds) == last)];
        if (reaching.Length == 0)
            return null;
        int[] gains = [.. reaching.Select(i => (other.Test.IsCorrect(otherLast, i) ? 1 : 0) - (first.Test.IsCorrect(last, i) ? 1 : 0))];
        return new GroupBootstrap([.. Enumerable.Range(0, gains.Length)], Seed).Interval(samples => samples.Sum(i => gains[i]) / (double)samples.Count);
    }

    private static void ThrowIfOtherSamples(RunRecords first, RunRecords other)
    {
        if (!first.Test.Labels.AsSpan().SequenceEqual(other.Test.Labels))
            throw new CommandException($"{other.Folder}: expected the test samples of {first.Folder}, {first.Recipe.Data} {first.Recipe.Test}, got {other.Recipe.Data} {other.Recipe.Test}");
    }
}
