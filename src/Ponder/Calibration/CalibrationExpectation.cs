using System.Text.Json.Serialization;

namespace Ponder.Calibration;

/// <summary>What thresholds make of the calibration samples, and what that says of new ones.</summary>
/// <param name="Accuracy">Fraction of correct answers; where labels are not looked at, of answers that are the last exit's.</param>
/// <param name="AccuracyDropBound">
/// What the loss of accuracy against the last exit stays below with the stated confidence; without one, the loss that was seen.
/// </param>
/// <param name="MacsMean">Mean multiply-adds of a sample.</param>
/// <param name="ExitShares">Share of samples that left at each exit, shallow to deep.</param>
public sealed record CalibrationExpectation(
    double Accuracy, double AccuracyDropBound, double MacsMean, IReadOnlyList<double> ExitShares)
{
    /// <summary>Accuracy of the last exit alone minus <see cref="Accuracy"/>, as seen; negative for a gain.</summary>
    [JsonIgnore]
    public double AccuracyDrop { get; init; }
}
