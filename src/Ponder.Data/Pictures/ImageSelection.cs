namespace Ponder.Data.Pictures;

/// <summary>Some images of a set.</summary>
internal sealed class ImageSelection(IImageSet all, int[] chosen) : IImageSet
{
    public int Count => chosen.Length;

    public int Channels => all.Channels;

    public int Height => all.Height;

    public int Width => all.Width;

    public ReadOnlySpan<byte> Pixels(int index) => all.Pixels(chosen[index]);

    public ReadOnlySpan<byte> Decode(int index) => all.Decode(chosen[index]);

    public int Label(int index) => all.Label(chosen[index]);

    public string? PathOf(int index) => all.PathOf(chosen[index]);
}
