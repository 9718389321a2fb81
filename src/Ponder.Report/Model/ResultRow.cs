namespace Ponder.Report;

/// <summary>One measured variant at one batch size and thread count: a row of the results table.</summary>
public sealed record ResultRow
{
    /// <summary><c>static</c>, <c>adaptive</c>, <c>exit:NAME</c> (always that exit) or <c>worst</c> (no early exit taken).</summary>
    public required string Variant { get; init; }

    /// <summary>What ran it: <c>ponder</c> or <c>ort</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>Samples per call, at least 1.</summary>
    public required int Batch { get; init; }

    /// <summary>Threads, at least 1.</summary>
    public required int Threads { get; init; }

    /// <summary>Samples measured.</summary>
    public required int Samples { get; init; }

    /// <summary>Fraction of the samples answered correctly. Null where it was not measured.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Mean multiply-adds per sample.</summary>
    public required double MacsMean { get; init; }

    /// <summary>Wall-clock time per call. Null where only multiply-adds were counted.</summary>
    public LatencySummary? LatencyMs { get; init; }

    /// <summary>Samples per second.</summary>
    public double? Throughput { get; init; }

    /// <summary>Mean time of the faster static row over that of this row. Null for static rows.</summary>
    public double? SpeedUp { get; init; }
}
