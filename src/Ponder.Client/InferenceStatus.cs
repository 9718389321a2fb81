namespace Ponder.Client;

/// <summary>Why there is no answer.</summary>
public enum InferenceStatus
{
    /// <summary>The request says something that cannot be.</summary>
    InvalidArgument,

    /// <summary>The server knows no such model or version.</summary>
    NotFound,

    /// <summary>The server wants a key, or another one.</summary>
    Unauthenticated,

    /// <summary>The request is larger than the server takes, or too many wait.</summary>
    ResourceExhausted,

    /// <summary>The server cannot be reached, or is going away.</summary>
    Unavailable,

    /// <summary>Even the first answer would have come too late.</summary>
    DeadlineExceeded,

    /// <summary>The server failed, or does not speak the protocol.</summary>
    Internal,
}
