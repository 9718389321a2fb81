using Ponder.Cli.Rendering;
using Ponder.Evaluation;

namespace Ponder.Cli.Comparing;

/// <summary>Sets runs on the same samples beside each other; runs of one recipe that differ in their seeds count as one, on average.</summary>
internal static class RunComparison
{
    private const int Seed = 1;
    private const int CurvePoints = 60;

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

            var groups = RunGroup.Of(runs);
            var curves = groups.SelectMany(group => group.Members).Select(member => member.Curve).ToArray();
            var range = (Low: curves.Max(curve => curve.Cheapest), High: curves.Min(curve => curve.Dearest));
            if (range.High <= range.Low)
                throw new CommandException($"compare: expected runs with costs in common, got none between {range.High:N0} and {range.Low:N0} multiply-adds");
            var bootstrap = new GroupBootstrap([.. Enumerable.Range(0, runs[0].Test.Count)], Seed);
            var compared = new List<ComparedRun>();
            foreach (var group in groups)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress.Report(new ProgressState(0.5 + (compared.Count / (2.0 * groups.Count)), group.Name));
                compared.Add(Measure(group, compared.Count == 0 ? null : groups[0], range, bootstrap));
            }

            return new Comparison(runs[0].Recipe.Data, runs[0].Recipe.Test, runs[0].Test.Count, range.Low, range.High, compared);
        });

    private static ComparedRun Measure(RunGroup group, RunGroup? first, (double Low, double High) range, GroupBootstrap bootstrap)
    {
        OperatingPoint[] own = [.. group.Members.Select(member => member.Run.Test.Apply(member.Run.Thresholds))];
        return new ComparedRun(
            group.Name, group.First.Recipe.Title, own.Average(point => point.Accuracy), own.Average(point => point.MacsMean), group.First.Test.Costs.StaticMacs,
            ModelMeasures.Of([.. group.Members.Select(member => (member.Run.Test, member.Curve))], range, bootstrap),
            first is null ? null : bootstrap.Interval(samples => group.Area(range, samples) - first.Area(range, samples)),
            first is null ? null : LastExit(first, group, bootstrap), Curve(group));
    }

    // Deep exits see only what earlier ones let pass: there the two last exits are compared, sample by sample and training by training.
    private static BootstrapInterval? LastExit(RunGroup first, RunGroup other, GroupBootstrap bootstrap)
    {
        int count = first.First.Test.Count;
        int[] reaching = new int[count], gains = new int[count];
        foreach (var (one, two) in first.Members.Zip(other.Members, (left, right) => (left.Run, right.Run)))
        {
            int last = one.Test.Exits.Count - 1, otherLast = two.Test.Exits.Count - 1;
            foreach (int i in Enumerable.Range(0, count).Where(i => one.Test.ExitOf(i, one.Thresholds) == last))
            {
                reaching[i]++;
                gains[i] += (two.Test.IsCorrect(otherLast, i) ? 1 : 0) - (one.Test.IsCorrect(last, i) ? 1 : 0);
            }
        }

        return reaching.Sum() == 0 ? null : bootstrap.Interval(samples => samples.Sum(i => gains[i]) / (double)Math.Max(1, samples.Sum(i => reaching[i])));
    }

    // One run's own points; the mean of several at costs that all can have.
    private static OperatingCost[] Curve(RunGroup group)
    {
        var points = group.Members.Select(member => member.Curve.Points()).ToArray();
        if (points.Length == 1)
            return [.. points[0].Select(point => new OperatingCost(point.Macs, point.Accuracy))];
        double low = group.Members.Max(member => member.Curve.Cheapest), high = group.Members.Min(member => member.Curve.Dearest);
        return [.. Enumerable.Range(0, CurvePoints).Select(k => low + ((high - low) * k / (CurvePoints - 1)))
            .Select(macs => new OperatingCost(macs, points.Average(curve => CostCurve.At(curve, macs))))];
    }

    private static void ThrowIfOtherSamples(RunRecords first, RunRecords other)
    {
        if (!first.Test.Labels.AsSpan().SequenceEqual(other.Test.Labels))
            throw new CommandException($"{other.Folder}: expected the test samples of {first.Folder}, {first.Recipe.Data} {first.Recipe.Test}, got {other.Recipe.Data} {other.Recipe.Test}");
    }
}
