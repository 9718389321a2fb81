namespace Ponder.Export;

/// <summary>What leads from one exit to the next.</summary>
/// <param name="Exit">The exit's name.</param>
/// <param name="File">The ONNX file's name.</param>
/// <param name="Inputs">The model's input, or what earlier stages carried on, by name; for those samples only that go on.</param>
/// <param name="Carried">Outputs that later stages read, by the same names.</param>
/// <param name="Threshold">An optional input [1] of the file; null for the last stage.</param>
/// <param name="ThresholdValue">The threshold's default; null for the last stage.</param>
/// <param name="Macs">Multiply-adds of one sample that runs this stage.</param>
public sealed record Stage(
    string Exit, string File, IReadOnlyList<StageTensor> Inputs, IReadOnlyList<StageTensor> Carried,
    string? Threshold, float? ThresholdValue, long Macs);
