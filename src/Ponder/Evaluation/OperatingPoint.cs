namespace Ponder.Evaluation;

/// <summary>What a set of thresholds makes of a split.</summary>
/// <param name="Thresholds">One per early exit, shallow to deep, in the score's unit.</param>
/// <param name="Accuracy">Fraction of correct answers.</param>
/// <param name="MacsMean">Mean multiply-adds of a sample.</param>
/// <param name="ExitShares">Share of samples that left at each exit, shallow to deep; they sum to 1.</param>
public sealed record OperatingPoint(
    IReadOnlyList<float> Thresholds, double Accuracy, double MacsMean, IReadOnlyList<double> ExitShares);
