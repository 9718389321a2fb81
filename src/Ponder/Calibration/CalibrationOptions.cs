using Ponder.Evaluation;

namespace Ponder.Calibration;

/// <summary>What calibration is asked for: exactly one of the four targets.</summary>
public sealed record CalibrationOptions
{
    /// <summary>Most accuracy to lose against the last exit alone, a fraction in [-1, 1]; null for another target.</summary>
    public double? MaxAccuracyDrop { get; init; }

    /// <summary>Most multiply-adds of a sample on average, positive; null for another target.</summary>
    public double? MaxMacs { get; init; }

    /// <summary>Most wall-clock time of a sample on average, positive; needs <see cref="ExitLatencies"/>; null for another target.</summary>
    public TimeSpan? MaxLatency { get; init; }

    /// <summary>Measured time to the answer of each exit, all heads passed on the way included, shallow to deep.</summary>
    public IReadOnlyList<TimeSpan> ExitLatencies { get; init; } = [];

    /// <summary>Share of samples to leave at each exit, or at each early exit; null for another target.</summary>
    public IReadOnlyList<double>? ExitShares { get; init; }

    /// <summary>
    /// Probability, in (0, 1), with which the bound on the accuracy drop must hold for new samples; null (the default)
    /// takes the calibration samples at their word.
    /// </summary>
    public double? Confidence { get; init; }

    /// <summary>How a bound with that confidence is found. Default <see cref="ExactBound"/>.</summary>
    public IRiskBound Bound { get; init; } = new ExactBound();

    /// <summary>
    /// Whether the true classes are not looked at: the last exit's answers stand for them, and a drop of accuracy is then a share of other
    /// answers than the whole network's. Default false.
    /// </summary>
    public bool WithoutLabels { get; init; }

    /// <summary>When this is; it goes into the promise. Null to leave it out.</summary>
    public DateOnly? Date { get; init; }

    /// <summary><see cref="SampleHash"/> of the samples; it goes into the promise. Null to leave it out.</summary>
    public string? DataHash { get; init; }

    /// <summary>What the samples are called in the plan, e.g. <c>mnist calibration</c>. Default <c>calibration</c>.</summary>
    public string Split { get; init; } = "calibration";

    /// <summary>How the samples go through the model.</summary>
    public EvaluationOptions Evaluation { get; init; } = new();

    /// <summary>The target's name: <c>max-accuracy-drop</c>, <c>max-macs</c>, <c>max-latency</c> or <c>exit-shares</c>.</summary>
    public string Method => MaxAccuracyDrop is not null ? "max-accuracy-drop"
        : MaxMacs is not null ? "max-macs"
        : MaxLatency is not null ? "max-latency"
        : "exit-shares";

    /// <summary>The target as one number; a latency in milliseconds; for shares, the share of samples that is to leave early.</summary>
    internal double Target(int exitCount) =>
        MaxAccuracyDrop ?? MaxMacs ?? MaxLatency?.TotalMilliseconds ?? ExitShares!.Take(exitCount - 1).Sum();

    internal void Validate()
    {
        int targets = (MaxAccuracyDrop is null ? 0 : 1) + (MaxMacs is null ? 0 : 1) + (MaxLatency is null ? 0 : 1) + (ExitShares is null ? 0 : 1);
        if (targets != 1)
            throw new ArgumentException($"calibration: expected one of max accuracy drop, max MACs, max latency and exit shares, got {targets}");
        if (MaxAccuracyDrop is { } drop && !(drop is >= -1 and <= 1))
            throw new ArgumentException($"max accuracy drop: expected a fraction, got {drop}");
        if (MaxMacs is { } macs && !(macs > 0))
            throw new ArgumentException($"max MACs: expected a positive number, got {macs}");
        if (MaxLatency is not null && (!(MaxLatency > TimeSpan.Zero) || ExitLatencies.Any(latency => latency <= TimeSpan.Zero)))
            throw new ArgumentException($"max latency: expected times above zero, got {MaxLatency} and {string.Join(", ", ExitLatencies)}");
        if (Confidence is { } confidence && !(confidence is > 0 and < 1))
            throw new ArgumentException($"confidence: expected a number between 0 and 1, got {confidence}");
    }
}
