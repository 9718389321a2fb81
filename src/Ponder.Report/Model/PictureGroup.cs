namespace Ponder.Report;

/// <summary>A grid of pictures under one heading, such as those that left at the first exit.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Caption">How these were chosen: all, at random, the surest. May be null.</param>
/// <param name="Pictures">In the order shown.</param>
public sealed record PictureGroup(string Title, string? Caption, IReadOnlyList<Picture> Pictures);
