namespace Ponder.Client;

/// <summary>What a model reads and answers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Versions">Its versions.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="Outputs">Its outputs.</param>
public sealed record ModelMetadata(string Name, IReadOnlyList<string> Versions, IReadOnlyList<TensorMetadata> Inputs, IReadOnlyList<TensorMetadata> Outputs);
