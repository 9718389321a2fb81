namespace Ponder.Evaluation;

/// <summary>What one exit did in an evaluation.</summary>
/// <param name="Name">The exit's name in the plan.</param>
/// <param name="Share">Share of samples that left there, a fraction.</param>
/// <param name="Accuracy">Fraction of those answered correctly; null when nobody left there.</param>
/// <param name="Macs">Cumulative multiply-adds, all heads passed on the way included.</param>
public sealed record ExitResult(string Name, double Share, double? Accuracy, long Macs);
