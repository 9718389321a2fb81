using System.Runtime.InteropServices;
using System.Text;
using Ponder.Kernels;

namespace Ponder.Benchmarks;

/// <summary>A 3x3 convolution with one output channel, as halting scores have, against its share of one with as many outputs as inputs.</summary>
internal static class ScoreBenchmark
{
    private const int Window = 3;
    private const int LineFloats = 16;

    private static readonly (int Channels, int Size)[] Maps = [(16, 32), (32, 16), (64, 8), (64, 32), (256, 14)];

    public static string Run(int rounds)
    {
        var report = new StringBuilder("| map | positions | one output, us | times its share of multiply-adds |\n|---|---|---|---|\n");
        foreach (var (channels, size) in Maps)
            Measure(channels, size, step: 1, rounds); // meanwhile the runtime replaces methods by better ones
        foreach (var (channels, size) in Maps)
        {
            foreach (int step in new[] { 1, 4 }) // every position, every fourth
            {
                var times = Measure(channels, size, step, rounds);
                report.AppendLine(FormattableString.Invariant(
                    $"| {channels} channels @{size} | {100 / step} % | {1e6 * Statistics.Median(times.Select(time => time.One)):F1} | {channels * Statistics.Median(times.Select(time => time.One / time.All)):F2} |"));
            }
        }

        return report.ToString();
    }

    private static (double One, double All)[] Measure(int channels, int size, int step, int rounds)
    {
        int pitch = size + Window - 1, pixels = pitch * pitch;
        var random = new Random(1);
        float[] source = GC.AllocateArray<float>((pixels * channels) + KernelConstants.SlackFloats + LineFloats, pinned: true);
        for (int i = 0; i < source.Length; i++)
            source[i] = random.NextSingle();
        int offset = (int)((LineFloats - (Marshal.UnsafeAddrOfPinnedArrayElement(source, 0) / sizeof(float) % LineFloats)) % LineFloats); // pixels start on cache lines, as in the engine
        float[] scores = new float[pixels], maps = new float[(pixels * channels) + KernelConstants.SlackFloats];
        int[] rows = [.. (from y in Enumerable.Range(0, size) from x in Enumerable.Range(0, size) select (y * pitch) + x).Where((_, i) => i % step == 0)];
        var one = new SingleOutputKernel(new(channels, 1, Window, Window), Weights(1), [0f]);
        var all = new ConvolutionKernel(new(channels, channels, Window, Window), Weights(channels), new float[channels]);
        return
        [
            .. Enumerable.Range(0, rounds).Select(_ => (
                Statistics.Seconds(() => one.Run(source, pitch, offset, rows, scores, rows, default)),
                Statistics.Seconds(() => all.Run(source, pitch, offset, rows, maps, rows, default)))),
        ];

        float[] Weights(int outputs) => [.. Enumerable.Range(0, outputs * channels * Window * Window).Select(_ => random.NextSingle() - 0.5f)];
    }
}
