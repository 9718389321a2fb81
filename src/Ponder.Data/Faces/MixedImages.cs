namespace Ponder.Data.Faces;

/// <summary>Images of several sources, at least one, all of one size.</summary>
internal sealed class MixedImages(IReadOnlyList<MixedImage> images) : IImageSet
{
    public int Count => images.Count;

    public int Channels => images[0].Source.Channels;

    public int Height => images[0].Source.Height;

    public int Width => images[0].Source.Width;

    public ReadOnlySpan<byte> Pixels(int index) => images[index].Source.Pixels(images[index].Index);

    public int Label(int index) => images[index].Label;

    public int Group(int index) => images[index].Group;
}
