using Ponder.Graph;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Makes row lists; layers of one geometry share theirs, so that a deep network's lists stay in cache.</summary>
internal sealed class ConvolutionRowsCache(int chunkSize)
{
    private readonly Dictionary<(Grid From, Grid To, int Height, int Width), ConvolutionRows> _made = [];

    public ConvolutionRows Of(WindowGeometry window, TensorLayout source, TensorLayout destination)
    {
        var from = new Grid(
            source.SamplePixels, source.Pixel(-window.PadTop, -window.PadLeft), source.RowPitch * window.StrideHeight, window.StrideWidth);
        var to = new Grid(destination.SamplePixels, destination.Origin, destination.RowPitch, 1);
        var key = (from, to, destination.Height, destination.Width);
        if (!_made.TryGetValue(key, out var rows))
        {
            _made[key] = rows = new ConvolutionRows(
                destination.Height * destination.Width,
                from.Pixels(chunkSize, destination.Height, destination.Width), to.Pixels(chunkSize, destination.Height, destination.Width));
        }

        return rows;
    }

    /// <summary>Regularly spaced pixels: index of the first, and distances between samples, rows and columns.</summary>
    private readonly record struct Grid(int SampleStep, int First, int RowStep, int ColumnStep)
    {
        public int[] Pixels(int samples, int height, int width)
        {
            int[] pixels = new int[samples * height * width];
            for (int i = 0; i < pixels.Length; i++)
            {
                var (sample, position) = Math.DivRem(i, height * width);
                pixels[i] = (sample * SampleStep) + First + (position / width * RowStep) + (position % width * ColumnStep);
            }

            return pixels;
        }
    }
}
