namespace Ponder.Evaluation;

/// <summary>Which paths the samples of one class take: a policy that has learned something sends other classes other ways.</summary>
/// <param name="Class">0-based.</param>
/// <param name="Samples">Samples of the class, at least 1.</param>
/// <param name="Shares">Share of them by path, in the plan's order; they sum to 1.</param>
public sealed record ClassPaths(int Class, int Samples, IReadOnlyList<double> Shares)
{
    /// <summary>Counts the model's own choices, class by class in order of the classes.</summary>
    public static IReadOnlyList<ClassPaths> Of(PathRecords records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var classes = records.Labels.Zip(records.Taken).GroupBy(sample => sample.First, sample => sample.Second).OrderBy(group => group.Key);
        return [.. classes.Select(taken => new ClassPaths(
            taken.Key, taken.Count(), [.. records.Paths.Select((_, path) => taken.Count(own => own == path) / (double)taken.Count())]))];
    }
}
