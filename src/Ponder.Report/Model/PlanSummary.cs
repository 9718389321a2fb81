namespace Ponder.Report;

/// <summary>How the thresholds were set and what was promised.</summary>
public sealed record PlanSummary
{
    /// <summary>The exit policy and the way its thresholds were found.</summary>
    public required string Method { get; init; }

    /// <summary>The target in words, such as <c>accuracy drop at most 0.5 points</c>.</summary>
    public required string Target { get; init; }

    /// <summary>Probability with which the bound is meant to hold, in (0, 1). Null without a bound.</summary>
    public double? Confidence { get; init; }

    /// <summary>Whether the target was met.</summary>
    public bool Met { get; init; } = true;

    /// <summary>Samples that the thresholds were chosen on.</summary>
    public int CalibrationSamples { get; init; }

    /// <summary>One threshold for each exit but the last.</summary>
    public IReadOnlyList<ExitThreshold> Thresholds { get; init; } = [];

    /// <summary>What calibration expected beside what the test split then showed.</summary>
    public IReadOnlyList<Promise> Promises { get; init; } = [];
}
