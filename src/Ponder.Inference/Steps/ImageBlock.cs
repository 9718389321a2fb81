using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>A box of an image, perhaps with pixels left out, and where it goes in another.</summary>
internal sealed record ImageBlock(TensorLayout Source, BlockCorner From, BlockCorner To)
{
    /// <summary>Source rows from one copied row to the next.</summary>
    public int RowStep { get; init; } = 1;

    /// <summary>Source columns from one copied column to the next.</summary>
    public int ColumnStep { get; init; } = 1;

    public required int Channels { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    /// <summary>Copies the block of one sample.</summary>
    public void Copy(ReadOnlySpan<float> source, Span<float> destination, TensorLayout target)
    {
        bool areWholePixels = ColumnStep == 1 && Channels == Source.Channels && Channels == target.Channels;
        for (int y = 0; y < Height; y++)
        {
            int from = (Source.Pixel(From.Top + (y * RowStep), From.Left) * Source.Channels) + From.Channel;
            int to = (target.Pixel(To.Top + y, To.Left) * target.Channels) + To.Channel;
            if (areWholePixels)
            {
                source.Slice(from, Width * Channels).CopyTo(destination[to..]);
                continue;
            }

            for (int x = 0; x < Width; x++, from += ColumnStep * Source.Channels, to += target.Channels)
                source.Slice(from, Channels).CopyTo(destination[to..]);
        }
    }
}
