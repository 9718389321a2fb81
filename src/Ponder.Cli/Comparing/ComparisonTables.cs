using Ponder.Cli.Rendering;
using Ponder.Evaluation;
using Spectre.Console;

namespace Ponder.Cli.Comparing;

/// <summary>A comparison as people read it in a terminal.</summary>
internal static class ComparisonTables
{
    public static void Show(IAnsiConsole console, Comparison comparison)
    {
        console.WriteLine(
            $"{comparison.Samples:N0} samples of {comparison.Data} {comparison.Split}; areas are mean accuracies from {comparison.MacsLow:N0} to {comparison.MacsHigh:N0} multiply-adds; "
            + "in brackets 95 % bootstrap intervals");
        var table = Tables.Create(Titles);
        foreach (var run in comparison.Runs)
            table.AddText(Row(run));
        console.Write(table);
        var exits = Tables.Create(ExitTitles);
        foreach (string[] row in comparison.Runs.SelectMany(ExitRows))
            exits.AddText(row);
        console.Write(exits);
    }

    /// <summary>Titles of the table of runs; <c>&gt;</c> in front is a column of numbers.</summary>
    public static string[] Titles { get; } =
        ["run", ">accuracy", ">multiply-adds", ">area", ">against the first", ">last exit against the first's", ">efficacy", ">overthinking"];

    /// <summary>Titles of the table of exits.</summary>
    public static string[] ExitTitles { get; } = ["run", "exit", ">accuracy alone", ">calibration error", ">failure area"];

    public static string[] Row(ComparedRun run) =>
    [
        run.Run, Tables.Percent(run.Accuracy), $"{run.MacsMean:N0} of {run.MacsStatic:N0}", Percent(run.Measures.Area), Points(run.Difference), Points(run.LastExit),
        Number(run.Measures.Efficacy), Percent(run.Measures.Overthinking),
    ];

    public static IEnumerable<string[]> ExitRows(ComparedRun run) =>
        run.Measures.Exits.Select(exit => new[] { run.Run, exit.Name, Percent(exit.Accuracy), Percent(exit.CalibrationError), Number(exit.FailureArea) });

    private static string Percent(BootstrapInterval interval) => $"{100 * interval.Value:0.00} % [{100 * interval.Low:0.00}, {100 * interval.High:0.00}]";

    private static string Points(BootstrapInterval? interval) =>
        interval is { } found ? $"{100 * found.Value:+0.00;-0.00} [{100 * found.Low:+0.00;-0.00}, {100 * found.High:+0.00;-0.00}]" : "";

    private static string Number(BootstrapInterval? interval) => interval is { } found ? $"{found.Value:0.000} [{found.Low:0.000}, {found.High:0.000}]" : "";
}
