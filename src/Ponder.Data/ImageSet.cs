namespace Ponder.Data;

/// <summary>Labelled images in memory: bytes, [count, C, H, W].</summary>
public sealed class ImageSet
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

    /// <summary>Number of images.</summary>
    public int Count => _labels.Length;

    /// <summary>1 for gray, 3 for RGB.</summary>
    public int Channels { get; }

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; }

    /// <summary>Bytes of an image.</summary>
    public int ImageLength => Channels * Height * Width;

    /// <summary>The pixels of an image, [C, H, W].</summary>
    public ReadOnlySpan<byte> Pixels(int index) => _pixels.AsSpan(index * ImageLength, ImageLength);

    /// <summary>The class of an image, 0-based.</summary>
    public int Label(int index) => _labels[index];
}
