using Ponder.Report;

namespace Ponder.Cli.Comparing;

/// <summary>Turns a comparison into the plain values of its page.</summary>
internal static class ComparisonPage
{
    public static ComparisonModel Of(Comparison comparison) => new()
    {
        Title = $"{comparison.Runs.Count} runs on {comparison.Data}",
        Subtitle = $"{comparison.Samples:N0} samples of split {comparison.Split}. Thresholds follow a path that each run's calibration split drew.",
        Curves = [.. comparison.Runs.Select(run => new ComparedCurve(
            run.Run, [.. run.Curve.Select(point => new CurvePoint(point.MacsMean, point.Accuracy))], new CurvePoint(run.MacsMean, run.Accuracy)))],
        Tables =
        [
            new ComparisonTable("Runs", Plain(ComparisonTables.Titles), [.. comparison.Runs.Select(ComparisonTables.Row)]),
            new ComparisonTable("Exits, every sample asked at each", Plain(ComparisonTables.ExitTitles), [.. comparison.Runs.SelectMany(ComparisonTables.ExitRows)]),
        ],
        Notes =
        [
            $"Areas are mean accuracies from {comparison.MacsLow:N0} to {comparison.MacsHigh:N0} multiply-adds, the costs that all runs can have. In brackets: 95 % bootstrap intervals over the samples; differences are paired.",
            "Last exit against the first's: on the samples that the first run's own thresholds send to its last exit; of several trainings each with its counterpart.",
            "Efficacy: 0 is leaving at random, 1 the oracle, which leaves at the cheapest right answer. Overthinking: an exit is right and a later one wrong.",
            "Calibration error: 15 bins of equally many samples. Failure area: the chance that a right answer is surer than a wrong one.",
        ],
    };

    private static string[] Plain(string[] titles) => [.. titles.Select(title => title.TrimStart('>'))];
}
