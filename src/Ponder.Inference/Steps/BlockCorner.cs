namespace Ponder.Inference.Steps;

/// <summary>Where a block starts in an image.</summary>
internal readonly record struct BlockCorner(int Channel, int Top, int Left);
