using System.Text;

namespace Ponder.Benchmarks;

/// <summary>The engine's dense convolution against ONNX Runtime's best, one thread, as the time of one more layer in a chain.</summary>
internal static class ConvolutionBenchmark
{
    private static readonly ChainShape[] Shapes =
    [
        new(3, 64, 0, 56), new(3, 128, 0, 28), new(3, 256, 0, 14), new(3, 512, 0, 7),
        new(3, 16, 0, 32), new(3, 32, 0, 16), new(3, 64, 0, 8),
        new(1, 256, 64, 56), new(1, 1024, 256, 14),
    ];

    public static string Run(int rounds)
    {
        var report = new StringBuilder("| layer | n | engine GFLOP/s | ONNX Runtime GFLOP/s | ONNX Runtime time / engine time |\n|---|---|---|---|---|\n");
        double logSum = 0;
        int rows = 0;
        foreach (int batch in new[] { 1, 8 })
        {
            foreach (var shape in Shapes)
            {
                using var chain = new ConvolutionChain(shape, batch);
                var times = Enumerable.Range(0, rounds + 2).Select(_ => chain.Measure()).Skip(2).ToArray();
                double flops = 2e-9 * shape.Macs * batch;
                double ratio = Statistics.Median(times.Select(time => time.OnnxRuntime / time.Engine));
                logSum += Math.Log(ratio);
                rows++;
                report.AppendLine(FormattableString.Invariant(
                    $"| {shape.Name} | {batch} | {flops / Statistics.Median(times.Select(t => t.Engine)):F1} | {flops / Statistics.Median(times.Select(t => t.OnnxRuntime)):F1} | {ratio:F2} |"));
            }
        }

        report.AppendLine(FormattableString.Invariant($"| geometric mean | | | | {Math.Exp(logSum / rows):F2} |"));
        return report.ToString();
    }
}
