namespace Ponder.Client;

/// <summary>A question to a model with one input.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Input">The input's name.</param>
/// <param name="Samples">Its elements, row by row; not changed, and read until the answer is there.</param>
/// <param name="Shape">Its sizes, samples in front; their product is the number of elements.</param>
public sealed record InferenceRequest(string Model, string Input, ReadOnlyMemory<float> Samples, IReadOnlyList<long> Shape)
{
    /// <summary>The model's version; null for the server's choice.</summary>
    public string? Version { get; init; }

    /// <summary>What to call the question; echoed.</summary>
    public string? Id { get; init; }

    /// <summary>When the answer must be there, counted at the server: one that knows early answers gives the best that it has by then. Null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The lower, the more urgent; 0 for the server's default.</summary>
    public int Priority { get; init; }

    /// <summary>Names of the outputs wanted; empty for all.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    internal void ThrowIfNotSound()
    {
        if (Shape.Any(size => size < 1) || Shape.Aggregate(1L, (product, size) => checked(product * size)) != Samples.Length)
            throw new ArgumentException($"input '{Input}': expected the {Samples.Length} elements of the samples, got [{string.Join(", ", Shape)}]");
        if (Timeout is { } timeout && timeout < TimeSpan.FromMicroseconds(1))
            throw new ArgumentException($"timeout: expected a microsecond or more, got {timeout}");
    }

    internal long? TimeoutMicroseconds => Timeout is { } timeout ? timeout.Ticks / TimeSpan.TicksPerMicrosecond : null;
}
