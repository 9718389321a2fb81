namespace Ponder.Evaluation;

/// <summary>Which paths the samples of one class take: a policy that has learned something sends other classes other ways.</summary>
/// <param name="Class">0-based.</param>
/// <param name="Samples">Samples of the class, at least 1.</param>
/// <param name="MacsMean">Mean multiply-adds of them.</param>
/// <param name="Shares">Share of them by path, in the plan's order; they sum to 1.</param>
public sealed record ClassPaths(int Class, int Samples, double MacsMean, IReadOnlyList<double> Shares)
{
    /// <summary>Counts the model's own choices, class by class in order of the classes.</summary>
    public static IReadOnlyList<ClassPaths> Of(PathRecords records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return Count(records.Labels.Zip(records.Taken), records.Costs.Macs);
    }

    /// <summary>The same of a pass over a split.</summary>
    public static IReadOnlyList<ClassPaths> Of(EvaluationRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var paths = run.Result.Exits.Select((exit, path) => (exit.Name, path)).ToDictionary(pair => pair.Name, pair => pair.path);
        return Count(run.Samples.Select(sample => (sample.Label, paths[sample.Exit])), [.. run.Result.Exits.Select(exit => exit.Macs)]);
    }

    private static IReadOnlyList<ClassPaths> Count(IEnumerable<(int Label, int Path)> samples, IReadOnlyList<long> macs) =>
    [
        .. from sample in samples
           group sample.Path by sample.Label into taken
           orderby taken.Key
           let count = taken.Count()
           select new ClassPaths(
               taken.Key, count, taken.Average(path => (double)macs[path]),
               [.. macs.Select((_, path) => taken.Count(own => own == path) / (double)count)]),
    ];
}
