namespace Ponder.Data.Faces;

/// <summary>A pair of IDX files of images and labels.</summary>
/// <param name="Images">Gray, 24 x 24.</param>
/// <param name="Faces">Where the faces are, 0-based, in the files' order.</param>
/// <param name="Backgrounds">Where the others are, likewise.</param>
internal sealed record FacePair(IImageSet Images, IReadOnlyList<int> Faces, IReadOnlyList<int> Backgrounds)
{
    /// <summary>Reads a pair.</summary>
    /// <param name="images">The file of images.</param>
    /// <param name="labels">The file of their labels.</param>
    /// <exception cref="DataFormatException">A file is damaged, or holds something else.</exception>
    public static FacePair Read(string images, string labels)
    {
        var set = IdxFile.ReadImages(images, labels);
        if (set.Height != ScenePhotograph.Side || set.Width != ScenePhotograph.Side)
            throw new DataFormatException(images, $"expected images of {ScenePhotograph.Side} x {ScenePhotograph.Side}, got {set.Height} x {set.Width}");
        var places = Enumerable.Range(0, set.Count).ToLookup(set.Label);
        if (places.FirstOrDefault(place => place.Key is not (FaceData.Background or FaceData.Face)) is { } other)
            throw new DataFormatException(labels, $"expected labels {FaceData.Background} and {FaceData.Face}, got {other.Key}");
        return new FacePair(set, [.. places[FaceData.Face]], [.. places[FaceData.Background]]);
    }
}
