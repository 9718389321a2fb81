using Ponder.Graph;

namespace Ponder.Inference.Compilation;

/// <summary>How a tensor lies in a workspace: images as NHWC pixels with a border of zeros, everything else as rows.</summary>
/// <param name="Slot">Index of its buffer.</param>
/// <param name="Info">Name, type and shape in the graph.</param>
/// <param name="Border">Zero pixels around an image; zero for rows.</param>
/// <param name="Constant">The value of a constant, which all samples share; null for others.</param>
/// <param name="FlattenedImage">The image that a row holds pixel by pixel instead of channel by channel; null for other rows.</param>
internal sealed record TensorLayout(
    int Slot, TensorInfo Info, Border Border = default, HostTensor? Constant = null, TensorShape? FlattenedImage = null)
{
    public bool IsImage => Info.Shape.Rank == 4 && Constant is null;

    /// <summary>Whether a sample is one run of elements in the order that the graph gives them.</summary>
    public bool IsRow => !IsImage || (Height == 1 && Width == 1 && Border == default);

    public int Channels => Info.Shape[1];

    public int Height => Info.Shape[2];

    public int Width => Info.Shape[3];

    /// <summary>Pixels from one image row to the next.</summary>
    public int RowPitch => Border.Left + Width + Border.Right;

    /// <summary>Pixels of one sample, border included.</summary>
    public int SamplePixels => (Border.Top + Height + Border.Bottom) * RowPitch;

    /// <summary>Elements from one sample to the next; zero for a constant.</summary>
    public int SampleStride => Constant is not null ? 0 : IsImage ? SamplePixels * Channels : (int)Info.Shape.SampleLength;

    /// <summary>Pixels of one sample, border included, however many: what must be checked before anything is allocated.</summary>
    public long MostPixels => IsImage ? (0L + Border.Top + Height + Border.Bottom) * (0L + Border.Left + Width + Border.Right) : 1;

    /// <summary>Elements from one sample to the next, however many; zero for a constant.</summary>
    public Int128 MostElements => Constant is not null ? 0 : IsImage ? (Int128)MostPixels * Channels : Info.Shape.SampleLength;

    /// <summary>Elements of one sample that mean something.</summary>
    public int SampleLength => (int)Info.Shape.SampleLength;

    /// <summary>Pixel index of the image's top left corner within a sample.</summary>
    public int Origin => (Border.Top * RowPitch) + Border.Left;

    /// <summary>Pixel index within a sample.</summary>
    public int Pixel(int y, int x) => Origin + (y * RowPitch) + x;

    /// <summary>Runs of elements without a border between them: an image's rows, or the one row of anything else.</summary>
    public int LineCount => IsImage ? Height : 1;

    /// <summary>Elements of a line.</summary>
    public int LineLength => IsImage ? Width * Channels : SampleLength;

    /// <summary>Index of a line's first element within a sample.</summary>
    public int LineStart(int line) => IsImage ? Pixel(line, 0) * Channels : 0;
}
