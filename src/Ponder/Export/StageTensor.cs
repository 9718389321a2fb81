namespace Ponder.Export;

/// <summary>A tensor between stages.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of its elements.</param>
/// <param name="Shape">Sizes of one sample, without the batch.</param>
public sealed record StageTensor(string Name, string Type, IReadOnlyList<int> Shape);
