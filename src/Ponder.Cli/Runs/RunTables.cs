using Ponder.Cli.Benchmarking;
using Ponder.Cli.Rendering;
using Spectre.Console;

namespace Ponder.Cli.Runs;

/// <summary>An experiment for people.</summary>
internal static class RunTables
{
    public static void Write(IAnsiConsole console, RunFolder folder, ExperimentResult result)
    {
        var found = result.Evaluation.Result;
        double alone = result.Records.Accuracy(result.Records.Exits.Count - 1);
        string baseline = result.BaselineAccuracy is { } before ? $"; {Tables.Percent(before)} before it had exits" : "";
        console.WriteLine(
            $"test accuracy {Tables.Percent(found.Accuracy)} ({Tables.Percent(alone)} when nobody leaves early{baseline}), "
            + $"{found.MacsMean:N0} multiply-adds on average against {found.MacsStatic:N0}, "
            + $"{Tables.Percent(1 - found.Exits[^1].Share)} of the samples leave early");
        if (result.Benchmark is { } benchmark)
            BenchmarkTables.Write(console, benchmark);
        console.WriteLine($"model:  {folder.Model}");
        console.WriteLine($"report: {folder.ReportPage}");
    }
}
