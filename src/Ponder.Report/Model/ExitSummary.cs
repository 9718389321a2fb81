namespace Ponder.Report;

/// <summary>What happened at one exit.</summary>
public sealed record ExitSummary
{
    /// <summary>The exit's name in the plan.</summary>
    public required string Name { get; init; }

    /// <summary>Fraction of the samples that left here.</summary>
    public required double Share { get; init; }

    /// <summary>Accuracy over the samples that left here, a fraction. Null when none did.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Multiply-adds of a sample that leaves here, all heads passed included.</summary>
    public required double Macs { get; init; }
}
