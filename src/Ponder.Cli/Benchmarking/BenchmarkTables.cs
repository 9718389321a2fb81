using Ponder.Cli.Rendering;
using Ponder.Evaluation;
using Spectre.Console;

namespace Ponder.Cli.Benchmarking;

/// <summary>A benchmark for people.</summary>
internal static class BenchmarkTables
{
    public static void Write(IAnsiConsole console, BenchmarkResult result)
    {
        var table = Tables.Create(
            "variant", "engine", ">batch", ">threads", ">accuracy", ">multiply-adds", ">p50 ms", ">p95", ">p99", ">max", ">samples/s");
        foreach (var row in result.Rows)
        {
            var time = row.LatencyMs;
            table.AddText(
                row.Variant, row.Engine, $"{row.Batch}", $"{row.Threads}", row.Accuracy is { } accuracy ? Tables.Percent(accuracy) : "",
                $"{row.MacsMean:N0}", $"{time.P50:0.0000}", $"{time.P95:0.0000}", $"{time.P99:0.0000}", $"{time.Max:0.000}", $"{row.Throughput:N0}");
        }

        console.Write(table);
        console.WriteLine($"{result.Machine.Cpu}, {result.Machine.Cores} cores, {result.Machine.Runtime}; times are wall-clock per call");
        if (result.InputMs is { } input)
            console.WriteLine($"reading a sample, with decoding, resizing and preprocessing: {input.Mean:0.0000} ms");
        foreach (var speedup in result.Speedup)
        {
            console.WriteLine(
                $"batch {speedup.Batch}, {speedup.Threads} thread(s): adaptive is {speedup.Mean:0.00} times as fast as static on {speedup.Against} (medians: {speedup.P50:0.00}; with reading and preprocessing: {speedup.WithInput:0.00})");
        }
    }
}
