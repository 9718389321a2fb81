namespace Ponder.Data;

/// <summary>Labelled images in memory: bytes, [count, C, H, W].</summary>
public sealed class ImageSet : IImageSet
{
    private readonly byte[] _pixels;
    private readonly byte[] _labels;

    /// <summary>Wraps pixels and labels without copying.</summary>
    /// <exception cref="ArgumentException">The pixels are not one image for each label.</exception>
    public ImageSet(byte[] pixels, byte[] labels, int channels, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        if ((long)labels.Length * channels * height * width != pixels.Length)
            throw new ArgumentException($"expected {(long)labels.Length * channels * height * width} pixels for {labels.Length} images, got {pixels.Length}");
        (_pixels, _labels, Channels, Height, Width) = (pixels, labels, channels, height, width);
    }

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <inheritdoc/>
    public int Channels { get; }

    /// <inheritdoc/>
    public int Height { get; }

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public int ImageLength => Channels * Height * Width;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Pixels(int index) => _pixels.AsSpan(index * ImageLength, ImageLength);

    /// <inheritdoc/>
    public int Label(int index) => _labels[index];
}
