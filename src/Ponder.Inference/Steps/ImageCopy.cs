using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Between the caller's [C, H, W] and the workspace's bordered pixels.</summary>
internal static class ImageCopy
{
    public static void ToPixels(TensorLayout layout, ReadOnlySpan<float> source, Span<float> destination)
    {
        for (int c = 0; c < layout.Channels; c++)
        {
            for (int y = 0; y < layout.Height; y++)
            {
                var row = source.Slice(((c * layout.Height) + y) * layout.Width, layout.Width);
                var target = destination[((layout.Pixel(y, 0) * layout.Channels) + c)..];
                if (layout.Channels == 1)
                {
                    row.CopyTo(target);
                    continue;
                }

                for (int x = 0; x < row.Length; x++)
                    target[x * layout.Channels] = row[x];
            }
        }
    }

    public static void ToChannelOrder(TensorLayout layout, ReadOnlySpan<float> source, Span<float> destination)
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
}
