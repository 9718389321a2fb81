namespace Ponder.OnnxRuntime;

/// <summary>How ONNX Runtime runs.</summary>
public sealed record OnnxRuntimeOptions
{
    /// <summary>Threads of one operator, at least 1. Default 1.</summary>
    public int Threads { get; init; } = 1;
}
