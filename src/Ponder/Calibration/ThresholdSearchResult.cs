using Ponder.Evaluation;

namespace Ponder.Calibration;

/// <summary>Thresholds and what they make of the samples that chose them.</summary>
/// <param name="Point">Thresholds, accuracy, mean multiply-adds and exit shares.</param>
/// <param name="AccuracyDrop">Accuracy of the last exit alone minus that of the thresholds, a fraction; negative for a gain.</param>
/// <param name="Met">Whether what was asked was reached.</param>
public sealed record ThresholdSearchResult(OperatingPoint Point, double AccuracyDrop, bool Met);
