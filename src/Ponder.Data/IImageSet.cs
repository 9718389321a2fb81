namespace Ponder.Data;

/// <summary>Labelled images of one size, bytes.</summary>
public interface IImageSet
{
    /// <summary>Number of images.</summary>
    int Count { get; }

    /// <summary>1 for gray, 3 for RGB.</summary>
    int Channels { get; }

    /// <summary>Rows of an image.</summary>
    int Height { get; }

    /// <summary>Columns of an image.</summary>
    int Width { get; }

    /// <summary>Bytes of an image.</summary>
    int ImageLength => Channels * Height * Width;

    /// <summary>The pixels of an image, [C, H, W]. Safe from several threads.</summary>
    ReadOnlySpan<byte> Pixels(int index);

    /// <summary>The pixels of an image from where it lies, nothing kept from before: what reading a new one takes.</summary>
    ReadOnlySpan<byte> Decode(int index) => Pixels(index);

    /// <summary>The class of an image, 0-based.</summary>
    int Label(int index);

    /// <summary>The picture file of an image; null where images have no files of their own.</summary>
    string? PathOf(int index) => null;

    /// <summary>What an image shares with others of its kind, such as copies of one person; by default it stands alone.</summary>
    int Group(int index) => index;
}
