namespace Ponder.Data.Faces;

/// <summary>An image of a mix: where it lies and what it is.</summary>
/// <param name="Source">Holds its pixels.</param>
/// <param name="Index">0-based in the source.</param>
/// <param name="Label">Its class, 0-based.</param>
/// <param name="Group">The person or photograph that it comes from.</param>
internal readonly record struct MixedImage(IImageSet Source, int Index, int Label, int Group);
