using Ponder.Cli.Rendering;
using Spectre.Console;

namespace Ponder.Cli.Runs;

/// <summary>The curve of a network whose units halt, for people.</summary>
internal static class HaltingTables
{
    public static void Write(IAnsiConsole console, RunFolder folder, HaltingResult result)
    {
        var table = Tables.Create("network", ">accuracy", ">against the dense", ">mean multiply-adds", ">deviation", ">share", ">ponder cost by block");
        table.AddText(result.Dense.Name, Tables.Percent(result.Dense.Score), "", $"{result.Dense.Macs:N0}", "", Tables.Percent(1), "");
        foreach (var point in result.Points)
        {
            var (difference, low, high) = (100 * point.Difference.Value, 100 * point.Difference.Low, 100 * point.Difference.High);
            table.AddText(
                point.Name, Tables.Percent(point.Accuracy), $"{difference:+0.00;-0.00} ({low:+0.00;-0.00} to {high:+0.00;-0.00})", $"{point.MacsMean:N0}",
                $"{point.MacsDeviation:N0}", Tables.Percent(point.MacsShare), string.Join(", ", point.Blocks.Select(block => $"{block.PonderCost:0.00} of {block.Units}")));
        }

        console.Write(table);
        console.WriteLine($"model: {folder.Model}, of {result.Chosen}: the cheapest within the allowed drop on the split that chooses, else the best");
        console.WriteLine($"curve: {folder.Curve}, {folder.ReportPage}");
    }
}
