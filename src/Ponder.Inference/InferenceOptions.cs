namespace Ponder.Inference;

/// <summary>How a session runs.</summary>
public sealed record InferenceOptions
{
    /// <summary>Threads that share the samples of a call, at least 1. Default 1. Answers do not depend on it.</summary>
    public int Threads { get; init; } = 1;
}
