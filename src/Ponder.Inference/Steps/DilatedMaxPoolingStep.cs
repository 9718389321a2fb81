using Ponder.Graph;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Max pooling whose windows leave pixels out: each result is the largest of a list of pixels, channel by channel.</summary>
internal sealed class DilatedMaxPoolingStep : IStep
{
    private readonly int[][] _windows; // pixels of sample 0, by output pixel
    private readonly TensorLayout _source;
    private readonly TensorLayout _destination;
    private readonly bool _relu;

    private DilatedMaxPoolingStep(int[][] windows, TensorLayout source, TensorLayout destination, bool relu) =>
        (_windows, _source, _destination, _relu) = (windows, source, destination, relu);

    /// <summary>The step; null when a window holds no pixel.</summary>
    public static DilatedMaxPoolingStep? Of(WindowGeometry window, TensorLayout source, TensorLayout destination, bool relu)
    {
        int[][] windows =
        [
            .. from y in Enumerable.Range(0, destination.Height)
               from x in Enumerable.Range(0, destination.Width)
               let rows = Inside((y * window.StrideHeight) - window.PadTop, window.Height, window.DilationHeight, source.Height)
               let columns = Inside((x * window.StrideWidth) - window.PadLeft, window.Width, window.DilationWidth, source.Width)
               select (from row in rows from column in columns select source.Pixel(row, column)).ToArray(),
        ];
        return windows.All(pixels => pixels.Length > 0) ? new DilatedMaxPoolingStep(windows, source, destination, relu) : null;
    }

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        int channels = _source.Channels;
        foreach (int sample in samples)
        {
            var from = workspace.Sample<float>(_source, sample);
            var to = workspace.Sample<float>(_destination, sample);
            for (int i = 0; i < _windows.Length; i++)
            {
                int pixel = _destination.Pixel(i / _destination.Width, i % _destination.Width);
                var largest = to.Slice(pixel * channels, channels);
                largest.Fill(_relu ? 0 : float.NegativeInfinity);
                foreach (int read in _windows[i])
                    Raise(largest, from.Slice(read * channels, channels));
            }
        }
    }

    private static IEnumerable<int> Inside(int start, int size, int dilation, int length) =>
        Enumerable.Range(0, size).Select(k => start + (k * dilation)).Where(at => at >= 0 && at < length);

    private static void Raise(Span<float> largest, ReadOnlySpan<float> pixel)
    {
        for (int c = 0; c < largest.Length; c++)
            largest[c] = MathF.Max(largest[c], pixel[c]);
    }
}
