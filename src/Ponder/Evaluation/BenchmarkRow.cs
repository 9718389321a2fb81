using System.Text.Json.Serialization;

namespace Ponder.Evaluation;

/// <summary>The measurements of one candidate.</summary>
/// <param name="Variant"><c>static</c>, <c>adaptive</c>, <c>exit:NAME</c> or <c>worst</c>.</param>
/// <param name="Engine"><c>ponder</c> or <c>ort</c>.</param>
/// <param name="Batch">Samples per call.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Samples">Different samples that were timed.</param>
/// <param name="Accuracy">Fraction of correct answers; null when unknown.</param>
/// <param name="MacsMean">Mean multiply-adds of a sample; null when unknown.</param>
/// <param name="LatencyMs">Wall-clock time per call.</param>
/// <param name="Throughput">Samples per second, over the sum of all timed calls.</param>
public sealed record BenchmarkRow(
    string Variant, string Engine, int Batch, int Threads, int Samples,
    double? Accuracy, double? MacsMean, LatencySummary LatencyMs, double Throughput)
{
    /// <summary>The time of every call, in milliseconds, in the order of the calls: for plots, not part of the JSON.</summary>
    [JsonIgnore]
    public IReadOnlyList<double> Milliseconds { get; init; } = [];
}
