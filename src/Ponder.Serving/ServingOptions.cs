using Ponder.Graph;

namespace Ponder.Serving;

/// <summary>What a server serves, and how much of everything it takes.</summary>
public sealed record ServingOptions
{
    /// <summary>Files to load at the start; a model is called what its file is called, without the ending.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Samples that a request may have, 1 to 65,536. Default 256.</summary>
    public int MaxRequestSamples { get; init; } = 256;

    /// <summary>Samples of a model that run at the same time, each on a core, 1 to 1,024. Default: the cores there are.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Samples that one thread runs together, of one request or of several, 1 to 65,536. Default 1, which is as fast but for large fully connected layers, and nobody waits for another's sample.</summary>
    public int MaxBatch { get; init; } = 1;

    /// <summary>Requests that may wait for a model; one more is told to come back later. At least 1. Default 256.</summary>
    public int MaxWaiting { get; init; } = 256;

    /// <summary>Bytes that a request's body may have, at least 1. Default 64 MiB.</summary>
    public long MaxRequestBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>What clients must send as a bearer token for all but health; null (the default) for nothing.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Gives a model what reads pictures for it, so that requests may bring JPEG, PNG or WebP files; null for a model that reads numbers only, as all do by default.</summary>
    public Func<GatedGraph, IPictureReader?>? Pictures { get; init; }

    internal IEnumerable<string> FindFaults()
    {
        if (ApiKey is "")
            yield return "API key: expected some characters, got none";
        if (MaxRequestSamples is < 1 or > 65_536)
            yield return $"samples of a request: expected 1 to 65,536, got {MaxRequestSamples}";
        if (Threads is < 1 or > 1024)
            yield return $"threads: expected 1 to 1,024, got {Threads}";
        if (MaxBatch is < 1 or > 65_536)
            yield return $"batch: expected 1 to 65,536, got {MaxBatch}";
        if (MaxWaiting < 1)
            yield return $"waiting requests: expected at least 1, got {MaxWaiting}";
        if (MaxRequestBytes < 1)
            yield return $"bytes of a request: expected at least 1, got {MaxRequestBytes}";
    }
}
