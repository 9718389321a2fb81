using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>The windows of a pooling, clipped to the image: a maximum must not see the zeros of the border.</summary>
internal static class PoolingWindowList
{
    /// <summary>All windows of one sample; null when a window is dilated or holds no pixel.</summary>
    /// <param name="window">Size, stride and padding.</param>
    /// <param name="source">What is pooled.</param>
    /// <param name="destination">What is written.</param>
    /// <param name="countsPadding">Whether an average divides by the padding's pixels too.</param>
    public static PoolingWindow[]? Of(WindowGeometry window, TensorLayout source, TensorLayout destination, bool countsPadding = false)
    {
        if (window is not { DilationHeight: 1, DilationWidth: 1 })
            return null;
        var windows = new List<PoolingWindow>();
        for (int y = 0; y < destination.Height; y++)
        {
            for (int x = 0; x < destination.Width; x++)
            {
                int top = (y * window.StrideHeight) - window.PadTop, left = (x * window.StrideWidth) - window.PadLeft;
                int rows = Inside(top, window.Height, 0, source.Height), columns = Inside(left, window.Width, 0, source.Width);
                int divisor = countsPadding
                    ? Inside(top, window.Height, -window.PadTop, source.Height + window.PadBottom)
                        * Inside(left, window.Width, -window.PadLeft, source.Width + window.PadRight)
                    : rows * columns;
                windows.Add(new PoolingWindow(
                    source.Pixel(Math.Max(top, 0), Math.Max(left, 0)), rows, columns, destination.Pixel(y, x), divisor));
            }
        }

        return windows.TrueForAll(pooled => pooled is { Rows: > 0, Columns: > 0 }) ? [.. windows] : null;
    }

    private static int Inside(int first, int size, int start, int end) => Math.Min(first + size, end) - Math.Max(first, start);
}
