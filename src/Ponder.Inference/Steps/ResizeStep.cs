using Ponder.Graph;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Makes images of another size, of the nearest pixels or of up to four that are mixed.</summary>
internal sealed class ResizeStep(ResizeGeometry resize, TensorLayout source, TensorLayout destination) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            var from = workspace.Sample<float>(source, sample);
            var to = workspace.Sample<float>(destination, sample);
            for (int y = 0; y < destination.Height; y++)
            {
                for (int x = 0; x < destination.Width; x++)
                {
                    var pixel = to.Slice(destination.Pixel(y, x) * destination.Channels, destination.Channels);
                    if (resize.IsLinear)
                        Mix(from, y, x, pixel);
                    else
                        Pixel(from, resize.Rows.First[y], resize.Columns.First[x]).CopyTo(pixel);
                }
            }
        }
    }

    // Along rows and then along columns, as the other executors do.
    private void Mix(ReadOnlySpan<float> image, int y, int x, Span<float> pixel)
    {
        float down = resize.Rows.Share[y], right = resize.Columns.Share[x], up = 1 - down, left = 1 - right;
        var topLeft = Pixel(image, resize.Rows.First[y], resize.Columns.First[x]);
        var topRight = Pixel(image, resize.Rows.First[y], resize.Columns.Second[x]);
        var bottomLeft = Pixel(image, resize.Rows.Second[y], resize.Columns.First[x]);
        var bottomRight = Pixel(image, resize.Rows.Second[y], resize.Columns.Second[x]);
        for (int c = 0; c < pixel.Length; c++)
            pixel[c] = (((topLeft[c] * up) + (bottomLeft[c] * down)) * left) + (((topRight[c] * up) + (bottomRight[c] * down)) * right);
    }

    private ReadOnlySpan<float> Pixel(ReadOnlySpan<float> image, int y, int x) =>
        image.Slice(source.Pixel(y, x) * source.Channels, source.Channels);
}
