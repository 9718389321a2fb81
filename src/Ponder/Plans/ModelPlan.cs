using System.Text.Json;
using Ponder.Control;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Halting;

namespace Ponder.Plans;

/// <summary>What the tensors of a model mean, kept as JSON in the file's metadata under <c>ponder.plan</c>. Schema: docs/plan.md.</summary>
/// <param name="Exits">The exits, shallow to deep; the last one always accepts.</param>
/// <param name="Labels">Class names by class index; empty when unknown.</param>
/// <param name="Preprocessing">How pixels become inputs; null when unknown.</param>
/// <param name="Data">The data and splits that the model was made with; null when unknown.</param>
/// <param name="Calibration">What calibration promised; null before calibration.</param>
public sealed record ModelPlan(
    IReadOnlyList<ExitRole> Exits,
    IReadOnlyList<string> Labels,
    Preprocessing? Preprocessing = null,
    DataRole? Data = null,
    CalibrationRecord? Calibration = null)
{
    /// <summary>The schema's version that this library writes, and the newest that it reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of the schema.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The answer of the network without exits where that is not the last exit's: in a committee, the last model's own. Null where it is.</summary>
    public string? Trunk { get; init; }

    /// <summary>The control graph that this model is; null for others.</summary>
    public ControlPlan? Control { get; init; }

    /// <summary>The units whose images or positions halt; null for networks without.</summary>
    public HaltingPlan? Halting { get; init; }

    /// <summary>The tensor that a network without exits would answer with: what speed-ups and costs are compared with.</summary>
    public string TrunkLogits => Trunk ?? Exits[^1].Logits;

    /// <summary>What the output <c>exit</c> counts: the exits, or the paths of a control graph.</summary>
    public IReadOnlyList<string> ExitNames => Control is null ? [.. Exits.Select(exit => exit.Name)] : [.. Control.Paths.Select(path => path.Name)];

    /// <summary>The exits that have a gate: all but the last.</summary>
    public IEnumerable<ExitRole> EarlyExits => Exits.Where(exit => !exit.IsLast);

    /// <summary>Finds the cheapest operating point that reaches an accuracy on the calibration split.</summary>
    /// <param name="target">The accuracy, a fraction above 0 and at most 1; of a model that was calibrated without labels, the share of the last exit's answers.</param>
    /// <param name="point">The point; null where there is none.</param>
    /// <returns>Why there is none, as expected and got; null where there is one.</returns>
    public string? FindOperatingPoint(double target, out OperatingPoint? point)
    {
        point = null;
        if (!EarlyExits.Any())
            return "expected a model with early exits, got another";
        if (Calibration?.OperatingPoints is not { Count: > 0 } points)
            return "expected a model with operating points, got one without: ponder calibrate writes them into the file";
        if (target is not (> 0 and <= 1))
            return $"expected a fraction above 0 and at most 1, got {target}";
        point = points.Where(found => found.Accuracy >= target).MinBy(found => found.MacsMean);
        return point is null ? $"expected at most {points.Max(found => found.Accuracy)}, the best on the calibration split, got {target}" : null;
    }

    /// <summary>The plan as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, PlanJsonContext.Default.ModelPlan);

    /// <summary>Reads a plan.</summary>
    /// <param name="json">The metadata's text.</param>
    /// <param name="source">The model's name, for messages.</param>
    /// <exception cref="ModelFormatException">The text is no plan, or a newer one.</exception>
    public static ModelPlan Parse(string json, string source)
    {
        try
        {
            // The version comes first: a newer plan may have any form.
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("version", out var version)
                && !(version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out int number) && number is >= 1 and <= CurrentVersion))
            {
                throw new ModelFormatException(source, $"plan: expected version 1 to {CurrentVersion}, got {version}");
            }

            var plan = document.Deserialize(PlanJsonContext.Default.ModelPlan);
            return plan is not null && !plan.Exits.Contains(null!) && !plan.Labels.Contains(null!)
                ? plan
                : throw new ModelFormatException(source, "plan: expected exits and labels, got null");
        }
        catch (JsonException error)
        {
            throw new ModelFormatException(source, $"plan: expected JSON as in docs/plan.md, got {error.Message}", error);
        }
    }

    /// <summary>All that does not fit between the plan and a graph.</summary>
    internal IEnumerable<string> FindFaults(GatedGraph graph)
    {
        if (Exits.Count == 0 || !Exits[^1].IsLast || Exits.SkipLast(1).Any(exit => exit.IsLast))
            yield return "plan: expected a gate at every exit but the last";
        var gates = GateFinder.Find(graph).Select(gate => gate.Condition).ToHashSet();
        foreach (var exit in Exits)
        {
            if (exit.Gate is { } condition && graph.Contains(condition) && !gates.Contains(condition))
                yield return $"plan: gate of exit '{exit.Name}': expected the condition of a gate, got '{condition}'";
            foreach (var (role, tensor) in new[] { ("logits", exit.Logits), ("gate", exit.Gate), ("score", exit.Score), ("threshold", exit.Threshold) })
            {
                if (tensor is not null && !graph.Contains(tensor))
                    yield return $"plan: {role} of exit '{exit.Name}' is tensor '{tensor}', which is not in the graph";
            }

            if (exit.Threshold is { } threshold && graph.Contains(threshold) && FindThresholdFault(graph, threshold) is { } fault)
                yield return $"plan: threshold '{threshold}': {fault}";
        }

        if (Calibration?.OperatingPoints is { } points && points.Any(point => point is null || point.Thresholds.Count != EarlyExits.Count(exit => exit.Threshold is not null)))
            yield return $"plan: operating points: expected {EarlyExits.Count(exit => exit.Threshold is not null)} thresholds each, got others";
        foreach (string fault in (Control?.FindFaults(graph) ?? []).Concat(Halting?.FindFaults(graph) ?? []))
            yield return fault;
        foreach (var (output, type) in new[]
            {
                (EarlyExitConstants.Logits, ElementType.Float32), (EarlyExitConstants.Exit, ElementType.Int64),
                (EarlyExitConstants.Confidence, ElementType.Float32),
            })
        {
            if (!graph.Outputs.Contains(output))
                yield return $"plan: expected an output '{output}', got {string.Join(", ", graph.Outputs)}";
            else if (graph.FindTensor(output) is { } info && (info.ElementType != type || !info.Shape.HasBatch))
                yield return $"plan: output '{output}': expected {type} for each sample, got {info}";
        }
    }

    private static string? FindThresholdFault(GatedGraph graph, string name) =>
        !graph.IsConstant(name) || graph.StoredType(name) is not { Type: ElementType.Float32, Shape: [1] }
            ? $"expected a constant of one float32, got {graph.FindTensor(name)?.ToString() ?? "an unknown shape"}"
        : float.IsNaN(graph.Constant(name).Floats[0]) ? "expected a number, got NaN"
        : null;
}
