namespace Ponder.Data.Pictures;

/// <summary>Where an object is in a picture, in pixels of the upright picture; all four belong to it, as in Tiny ImageNet, where 0 0 63 63 is all of 64 x 64.</summary>
/// <param name="Left">First column, 0-based.</param>
/// <param name="Top">First row, 0-based.</param>
/// <param name="Right">Last column, at least <paramref name="Left"/>.</param>
/// <param name="Bottom">Last row, at least <paramref name="Top"/>.</param>
public readonly record struct BoundingBox(int Left, int Top, int Right, int Bottom);
