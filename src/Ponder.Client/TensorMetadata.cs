namespace Ponder.Client;

/// <summary>A tensor of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Datatype">FP32, INT64 and so on.</param>
/// <param name="Shape">Its sizes; -1 where any will do.</param>
public sealed record TensorMetadata(string Name, string Datatype, IReadOnlyList<long> Shape);
