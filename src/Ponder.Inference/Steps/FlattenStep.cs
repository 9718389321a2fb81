using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Takes an image out of its border into a row: pixel by pixel where the reader's weights were permuted for it.</summary>
internal sealed class FlattenStep(TensorLayout source, TensorLayout destination) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            var from = workspace.Sample<float>(source, sample);
            var to = workspace.Sample<float>(destination, sample);
            if (destination.FlattenedImage is not null)
                CopyPixels(from, to);
            else
                ImageCopy.ToChannelOrder(source, from, to);
        }
    }

    private void CopyPixels(ReadOnlySpan<float> from, Span<float> to)
    {
        int rowLength = source.Width * source.Channels;
        for (int y = 0; y < source.Height; y++)
            from.Slice(source.Pixel(y, 0) * source.Channels, rowLength).CopyTo(to[(y * rowLength)..]);
    }
}
