namespace Ponder.Training.Objectives;

/// <summary>How good a network is on the validation split.</summary>
/// <param name="Value">What chooses the best epoch; more is better.</param>
/// <param name="Accuracy">Per exit, shallow to deep.</param>
/// <param name="MacsShare">Of networks with gates that are learned: mean multiply-adds over those of the dearest path, or as their objective says; null for others.</param>
internal readonly record struct ObjectiveScore(double Value, IReadOnlyList<double> Accuracy, double? MacsShare = null);
