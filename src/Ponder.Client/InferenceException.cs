namespace Ponder.Client;

/// <summary>A server refused, failed or was not there.</summary>
public sealed class InferenceException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="status">Why.</param>
    /// <param name="message">What the server says of it.</param>
    /// <param name="inner">What was caught; null for nothing.</param>
    public InferenceException(InferenceStatus status, string message, Exception? inner = null)
        : base(message, inner) => Status = status;

    /// <summary>Why.</summary>
    public InferenceStatus Status { get; }

    /// <summary>When to come back, where the server wants to be asked again; null where that is no use.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
