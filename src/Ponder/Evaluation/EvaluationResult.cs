using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ponder.Evaluation;

/// <summary>What <c>ponder evaluate</c> reports.</summary>
/// <param name="Model">Where the model came from.</param>
/// <param name="Engine">The executor's name: <c>ponder</c>, <c>ort</c> or <c>torch</c>.</param>
/// <param name="Samples">Number of samples.</param>
/// <param name="Accuracy">Fraction of correct answers.</param>
/// <param name="MacsMean">Mean multiply-adds of a sample.</param>
/// <param name="MacsMax">The worst case: multiply-adds of a sample that takes the dearest way.</param>
/// <param name="MacsStatic">Multiply-adds of the trunk alone, without any exit.</param>
/// <param name="Exits">Exits, shallow to deep; of a control graph its paths.</param>
public sealed record EvaluationResult(
    string Model, string Engine, int Samples, double Accuracy,
    double MacsMean, long MacsMax, long MacsStatic, IReadOnlyList<ExitResult> Exits)
{
    /// <summary>How samples spread over the paths of a control graph; null for other models.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PathUsage? Paths { get; init; }

    /// <summary>How much samples pondered where units halt; null for other models.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HaltingUsage? Halting { get; init; }

    /// <summary>F1 of class 1 where there are two classes, in [0, 1], see <see cref="BinaryMetrics"/>; null for more, and then not in the JSON.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? F1 { get; init; }

    /// <summary>Other ways to choose paths of a control graph, by accuracy or, where there are two classes, F1; null where nobody asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RoutingPoint>? Routing { get; init; }

    /// <summary>One JSON object, keys in snake_case as in docs/cli.md.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EvaluationJsonContext.Default.EvaluationResult);
}
