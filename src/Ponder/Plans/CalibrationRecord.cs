using Ponder.Evaluation;

namespace Ponder.Plans;

/// <summary>What calibration was asked and what it found; thresholds themselves are constants of the graph.</summary>
/// <param name="Method">How thresholds were chosen: <c>max-accuracy-drop</c>, <c>max-macs</c>, <c>max-latency</c> or <c>exit-shares</c>.</param>
/// <param name="Target">What was asked, in the method's unit.</param>
/// <param name="Split">The samples that chose, e.g. <c>mnist calibration</c>.</param>
/// <param name="Samples">How many they were.</param>
/// <param name="Accuracy">Accuracy on them with these thresholds, a fraction.</param>
/// <param name="AccuracyDrop">The last exit's accuracy on them minus that, a fraction; negative for a gain.</param>
/// <param name="MacsMean">Mean multiply-adds of a sample.</param>
/// <param name="ExitShares">Share of samples that left at each exit, shallow to deep.</param>
public sealed record CalibrationRecord(
    string Method, double Target, string Split, int Samples,
    double Accuracy, double AccuracyDrop, double MacsMean, IReadOnlyList<double> ExitShares)
{
    /// <summary>Probability, in (0, 1), with which <see cref="AccuracyDropBound"/> holds for new samples; null when none was asked.</summary>
    public double? Confidence { get; init; }

    /// <summary>What the loss of accuracy against the last exit stays below with that confidence, a fraction; null without one.</summary>
    public double? AccuracyDropBound { get; init; }

    /// <summary>
    /// Thresholds that a caller may choose in place of the model's own, with what they make of the same samples: from the cheapest to the most accurate, each dearer than the one before.
    /// Null in a file that was calibrated before there were any.
    /// </summary>
    public IReadOnlyList<OperatingPoint>? OperatingPoints { get; init; }

    /// <summary>What is promised of new samples; null when no confidence was asked for.</summary>
    public PromiseRecord? Promise { get; init; }
}
