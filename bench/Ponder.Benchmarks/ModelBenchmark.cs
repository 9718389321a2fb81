using System.Diagnostics;
using System.Text;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;

namespace Ponder.Benchmarks;

/// <summary>Whole models on the engine and on ONNX Runtime, one thread, in turns.</summary>
internal static class ModelBenchmark
{
    private const int Rounds = 100;
    private const int CallsPerTurn = 8;
    private const double MsPerTurn = 10;
    private const double WarmUpMs = 2000; // compiled methods are replaced by better ones in the background

    /// <summary>Times the first output of each model.</summary>
    /// <param name="files">ONNX files with one input.</param>
    /// <returns>A table: medians over turns of each turn's fastest call, and of the ratios of two neighbouring turns.</returns>
    public static string Run(IReadOnlyList<string> files)
    {
        var report = new StringBuilder("| model | n | engine us / image | ONNX Runtime us / image | ONNX Runtime time / engine time |\n|---|---|---|---|---|\n");
        foreach (string file in files)
        {
            foreach (int batch in new[] { 1, 8 })
                report.AppendLine(Measure(file, batch));
        }

        return report.ToString();
    }

    private static string Measure(string file, int batch)
    {
        var graph = GatedGraph.Load(file);
        string output = graph.Outputs[0];
        int length = (int)graph.Inputs[0].Shape.SampleLength;
        var random = new Random(1);
        float[] samples = [.. Enumerable.Range(0, batch * length).Select(_ => random.NextSingle())];
        float[] results = new float[batch * (int)graph.Tensor(output).Shape.SampleLength];
        var engine = new InferenceBaseline(graph, output);
        using var other = new OnnxRuntimeBaseline(graph, output, batch, threads: 1);
        Time(() => engine.Run(samples, batch, results), WarmUpMs);
        Time(() => other.Run(samples), WarmUpMs);
        var times = new List<(double Engine, double Other)>();
        for (int round = 0; round < Rounds; round++)
            times.Add((Time(() => engine.Run(samples, batch, results), MsPerTurn), Time(() => other.Run(samples), MsPerTurn)));

        double ratio = Statistics.Median(times.Select(time => time.Other / time.Engine));
        return FormattableString.Invariant(
            $"| {Path.GetFileNameWithoutExtension(file)} | {batch} | {Statistics.Median(times.Select(t => t.Engine)) / batch:F1} | {Statistics.Median(times.Select(t => t.Other)) / batch:F1} | {ratio:F3} |");
    }

    // The fastest call of a turn: others may share the core, and after the first call the caches hold this side's data.
    private static double Time(Action action, double leastMs)
    {
        long start = Stopwatch.GetTimestamp();
        double fastest = double.PositiveInfinity;
        int calls = 0;
        do
        {
            long before = Stopwatch.GetTimestamp();
            action();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(before).TotalMicroseconds);
        }
        while (++calls < CallsPerTurn || Stopwatch.GetElapsedTime(start).TotalMilliseconds < leastMs);
        return fastest;
    }
}
