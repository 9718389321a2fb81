using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Between the caller's [C, H, W] and the workspace's bordered pixels.</summary>
internal static class ImageCopy
{
    private const int ColorChannels = 3;

    public static void ToPixels<T>(TensorLayout layout, ReadOnlySpan<T> source, Span<T> destination)
    {
        int planeLength = layout.Height * layout.Width;
        for (int y = 0; y < layout.Height; y++)
        {
            var rows = source[(y * layout.Width)..];
            var target = destination.Slice(layout.LineStart(y), layout.LineLength);
            if (layout.Channels == 1)
                rows[..layout.Width].CopyTo(target);
            else if (layout.Channels == ColorChannels)
                Interleave(rows[..layout.Width], rows.Slice(planeLength, layout.Width), rows.Slice(2 * planeLength, layout.Width), target);
            else
                Interleave(rows, planeLength, layout.Channels, target);
        }
    }

    public static void ToChannelOrder<T>(TensorLayout layout, ReadOnlySpan<T> source, Span<T> destination)
    {
        for (int c = 0; c < layout.Channels; c++)
        {
            for (int y = 0; y < layout.Height; y++)
            {
                for (int x = 0; x < layout.Width; x++)
                {
                    destination[(((c * layout.Height) + y) * layout.Width) + x] =
                        source[(layout.Pixel(y, x) * layout.Channels) + c];
                }
            }
        }
    }

    // Every sample of a color network passes here: one pass over all planes takes a third of the time of one for each.
    private static void Interleave<T>(ReadOnlySpan<T> red, ReadOnlySpan<T> green, ReadOnlySpan<T> blue, Span<T> pixels)
    {
        for (int x = 0; x < red.Length && x < green.Length && x < blue.Length; x++)
        {
            var pixel = pixels.Slice(ColorChannels * x, ColorChannels);
            pixel[2] = blue[x];
            pixel[1] = green[x];
            pixel[0] = red[x];
        }
    }

    private static void Interleave<T>(ReadOnlySpan<T> rows, int planeLength, int channels, Span<T> pixels)
    {
        for (int c = 0; c < channels; c++)
        {
            var row = rows[(c * planeLength)..];
            for (int x = 0, to = c; to < pixels.Length; x++, to += channels)
                pixels[to] = row[x];
        }
    }
}
