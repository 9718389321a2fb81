using Ponder.Graph.Onnx;

namespace Ponder.Graph.Opsets;

/// <summary>A model whose operators mean what they do in <see cref="OpsetConverter.Meaning"/>.</summary>
/// <param name="Model">The model; the file itself when nothing had to be changed. Stored tensors are those of the file.</param>
/// <param name="MadeConstants">Names of constants that the file does not have: what were attributes there.</param>
/// <param name="Faults">For each operator that could not be brought over, why; it stays as it was.</param>
internal sealed record ConvertedModel(ModelProto Model, IReadOnlySet<string> MadeConstants, IReadOnlyList<string> Faults);
