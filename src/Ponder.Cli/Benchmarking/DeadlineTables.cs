using Ponder.Cli.Rendering;
using Spectre.Console;

namespace Ponder.Cli.Benchmarking;

/// <summary>Deadlines for people.</summary>
internal static class DeadlineTables
{
    public static void Write(IAnsiConsole console, DeadlineResult result)
    {
        var profile = result.Profile;
        console.WriteLine(
            $"{result.Model}: {Tables.Percent(profile.Quantile)} of the calls give their answers within {string.Join(", ", profile.AnswerMs.Select(time => $"{time:0.000}"))} ms, the network without choices within {result.StaticMs:0.000}; "
            + $"{result.Accepted:N0} of {result.Requests:N0} requests accepted, {Tables.Percent(result.CutShort)} of them cut short");
        console.WriteLine(
            $"late: {result.Late:P3}; a call that only lets as much time pass {result.LateSpinning:P3}, the same requests without deadlines {result.LateIgnoring:P3}; "
            + $"p50 {result.LatencyMs.P50:0.000}, p99 {result.LatencyMs.P99:0.000}, max {result.LatencyMs.Max:0.000} ms");
        var table = Tables.Create("deadline ms", ">requests", ">refused", ">cut short", ">accuracy", ">static or nothing", ">anytime");
        foreach (var bin in result.Bins)
        {
            table.AddText(
                $"{bin.FromMs:0.000} to {bin.ToMs:0.000}", $"{bin.Requests:N0}", Tables.Percent(bin.Refused), Tables.Percent(bin.CutShort), Tables.Percent(bin.Accuracy),
                Tables.Percent(bin.StaticAccuracy), bin.AnytimeAccuracy is { } anytime ? Tables.Percent(anytime) : "");
        }

        console.Write(table);
    }
}
