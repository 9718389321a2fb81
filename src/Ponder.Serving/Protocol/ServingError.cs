namespace Ponder.Serving.Protocol;

/// <summary>Why a request has no answer.</summary>
public enum ServingError
{
    /// <summary>The request says something that cannot be: HTTP 400.</summary>
    InvalidArgument,

    /// <summary>There is no such model or version: HTTP 404.</summary>
    NotFound,

    /// <summary>The body or the batch is larger than this server takes: HTTP 413.</summary>
    TooLarge,

    /// <summary>Too many requests wait already: HTTP 429, with Retry-After.</summary>
    Busy,

    /// <summary>The model is being unloaded: HTTP 503.</summary>
    Unavailable,

    /// <summary>Even the first answer would have come too late: HTTP 504.</summary>
    DeadlineExceeded,

    /// <summary>The server failed: HTTP 500.</summary>
    Internal,
}
