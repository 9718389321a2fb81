using Ponder.Cli.Recipes;
using Ponder.Evaluation;

namespace Ponder.Cli.Comparing;

/// <summary>Runs of one recipe that differ in nothing but their seeds: trainings of one thing.</summary>
/// <param name="Members">In the order given, at least one, each with its curve.</param>
internal sealed record RunGroup(IReadOnlyList<(RunRecords Run, PolicyCurve Curve)> Members)
{
    public RunRecords First => Members[0].Run;

    /// <summary>The first folder, and how many more there are.</summary>
    public string Name => Members.Count == 1 ? First.Folder : $"{First.Folder} and {Members.Count - 1} more";

    /// <summary>Mean accuracy over a range of costs.</summary>
    public double Area((double Low, double High) range, IReadOnlyList<int> samples) => Members.Average(member => member.Curve.Area(range.Low, range.High, samples));

    /// <summary>Deals runs to groups, in the order in which recipes first come.</summary>
    public static IReadOnlyList<RunGroup> Of(IEnumerable<RunRecords> runs) =>
        [.. runs.GroupBy(run => RecipeWriter.Write(run.Recipe with { Seed = 0 })).Select(group => new RunGroup([.. group.Select(run => (run, new PolicyCurve(run.Test, run.Path)))]))];
}
