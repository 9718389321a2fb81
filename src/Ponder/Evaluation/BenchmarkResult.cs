using System.Text.Json;

namespace Ponder.Evaluation;

/// <summary>What <c>ponder benchmark</c> reports.</summary>
/// <param name="Model">Where the model came from.</param>
/// <param name="Machine">Where it was timed.</param>
/// <param name="Rows">One row per candidate, in the order in which they were given.</param>
/// <param name="Speedup">One entry per batch and thread count that has both an adaptive and a static row.</param>
public sealed record BenchmarkResult(
    string Model, MachineInfo Machine, IReadOnlyList<BenchmarkRow> Rows, IReadOnlyList<Speedup> Speedup)
{
    /// <summary>Wall-clock time to read one sample from where it lies, decoding, resizing and preprocessing included; null when it was not measured.</summary>
    public LatencySummary? InputMs { get; init; }

    /// <summary>One JSON object, keys in snake_case as in docs/cli.md.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EvaluationJsonContext.Default.BenchmarkResult);
}
