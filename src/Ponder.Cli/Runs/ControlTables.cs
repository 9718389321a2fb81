using Ponder.Cli.Rendering;
using Spectre.Console;

namespace Ponder.Cli.Runs;

/// <summary>The curve of a control graph for people.</summary>
internal static class ControlTables
{
    public static void Write(IAnsiConsole console, RunFolder folder, ControlResult result)
    {
        string score = result.Metric == "f1" ? "F1" : "accuracy";
        var table = Tables.Create("network", score, "against the best static", "random routing", "oracle", "mean multiply-adds", "paths", "path entropy");
        foreach (var network in result.Statics)
            table.AddText(network.Name, Tables.Percent(network.Score), "", "", "", $"{network.Macs:N0}", "", "");
        foreach (var point in result.Points)
        {
            string difference = point.Difference is { } found ? $"{100 * found.Value:+0.00;-0.00} ({100 * found.Low:+0.00;-0.00} to {100 * found.High:+0.00;-0.00})" : "";
            table.AddText(
                point.Name, Tables.Percent(point.Score), difference, Tables.Percent(point.RandomScore), Tables.Percent(point.OracleScore),
                $"{point.MacsMean:N0}", $"{point.Usage.Distinct}", $"{point.Usage.Entropy:0.00}");
        }

        console.Write(table);
        foreach (var point in result.Points.Where(point => point.Usage.Warning is not null))
            console.WriteLine($"{point.Name}: {point.Usage.Warning}");
        console.WriteLine($"model: {folder.Model}, of {result.Chosen}: the cheapest within the allowed drop on the calibration split, else the best");
        console.WriteLine($"curve: {folder.Curve}, {folder.ReportPage}");
    }
}
