namespace Ponder.Evaluation;

/// <summary>One thing to time.</summary>
/// <param name="Variant"><c>static</c>, <c>adaptive</c>, <c>exit:NAME</c>, <c>worst</c> or <c>input</c>.</param>
/// <param name="Engine"><c>ponder</c> or <c>ort</c>.</param>
/// <param name="Batch">Samples per call, at least 1.</param>
/// <param name="Threads">Threads that the candidate was set up with, at least 1.</param>
/// <param name="RunBatch">Runs the samples from the given index on, <paramref name="Batch"/> of them, and returns when their answers are there.</param>
public sealed record BenchmarkCandidate(string Variant, string Engine, int Batch, int Threads, Action<int> RunBatch)
{
    /// <summary>The network without exits.</summary>
    public const string StaticVariant = "static";

    /// <summary>The network as it decides for itself.</summary>
    public const string AdaptiveVariant = "adaptive";

    /// <summary>Reading one sample from where it lies: not a network, but the time before it.</summary>
    public const string InputVariant = "input";

    /// <summary>Fraction of correct answers, from an evaluation; null when unknown.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Mean multiply-adds of a sample, from an evaluation; null when unknown.</summary>
    public double? MacsMean { get; init; }
}
