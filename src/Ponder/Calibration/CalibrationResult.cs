using System.Text.Json;
using System.Text.Json.Serialization;
using Ponder.Plans;

namespace Ponder.Calibration;

/// <summary>What <c>ponder calibrate</c> reports.</summary>
/// <param name="Model">Where the model came from.</param>
/// <param name="Method"><c>max-accuracy-drop</c>, <c>max-macs</c>, <c>max-latency</c> or <c>exit-shares</c>.</param>
/// <param name="Confidence">Probability with which the bound holds for new samples; null when none was asked.</param>
/// <param name="Target">What was asked, in the method's unit; for shares, the share of samples that is to leave early.</param>
/// <param name="Met">Whether it was reached; otherwise the model was left as it was.</param>
/// <param name="CalibrationSamples">Number of samples that chose.</param>
/// <param name="Thresholds">The thresholds found, shallow to deep; applied only when met.</param>
/// <param name="Expected">What they do.</param>
public sealed record CalibrationResult(
    string Model, string Method, double? Confidence, double Target, bool Met, int CalibrationSamples,
    IReadOnlyList<CalibratedThreshold> Thresholds, CalibrationExpectation Expected)
{
    /// <summary>What is promised of new samples; null when no confidence was asked for, or the target was not met.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PromiseRecord? Promise { get; init; }

    /// <summary>Why a promise was refused; null when it was not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Refusal { get; init; }

    /// <summary>One JSON object, keys in snake_case as in docs/cli.md.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CalibrationJsonContext.Default.CalibrationResult);
}
