namespace Ponder.Evaluation;

/// <summary>One point of an accuracy-cost curve beside its bounds at the same mean cost.</summary>
/// <param name="Policy">What the thresholds make of the samples.</param>
/// <param name="RandomAccuracy">Accuracy when the same shares are dealt to the exits at random.</param>
/// <param name="OracleAccuracy">Best accuracy that any choice of exits reaches at this mean cost.</param>
/// <param name="Efficacy">
/// (accuracy - random) / (oracle - random): 0 for a policy that knows nothing, 1 for one that knows all; null where the two bounds meet.
/// </param>
public sealed record CurvePoint(OperatingPoint Policy, double RandomAccuracy, double OracleAccuracy, double? Efficacy);
