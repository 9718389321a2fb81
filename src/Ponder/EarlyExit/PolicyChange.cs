using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.EarlyExit;

/// <summary>Gives a model with exits another policy, temperatures and recall. What its exits say stays; its thresholds are new.</summary>
public static class PolicyChange
{
    /// <summary>Changes how a model decides.</summary>
    /// <param name="graph">A model with early exits, left as it is.</param>
    /// <param name="policy">Decides at every early exit who leaves.</param>
    /// <param name="temperatures">What each exit's logits are divided by, shallow to deep, above 0; null for none.</param>
    /// <param name="recalls">Whether the most confident answer so far wins, rather than that of the exit taken.</param>
    /// <returns>The model; of its plan all is kept but its exits and its calibration.</returns>
    /// <exception cref="ArgumentException">The model has no early exits, or there is not one temperature above 0 for each exit.</exception>
    public static GatedGraph Apply(GatedGraph graph, IExitPolicy policy, IReadOnlyList<double>? temperatures = null, bool recalls = false)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var plan = graph.Plan is { Exits.Count: > 1, Control: null } found
            ? found
            : throw new ArgumentException($"{graph.Source}: expected a model with early exits, got none", nameof(graph));
        if (temperatures is not null && (temperatures.Count != plan.Exits.Count || temperatures.Any(value => !(value > 0))))
            throw new ArgumentException($"temperatures: expected {plan.Exits.Count} above 0, got {string.Join(", ", temperatures)}", nameof(temperatures));

        var part = GraphCutter.Extract(graph, [.. plan.Exits.Select(exit => exit.Own ?? exit.Logits).Append(plan.TrunkLogits).Distinct()]);
        string last = plan.Exits[^1].Own ?? plan.Exits[^1].Logits;
        var builder = GraphBuilder.Extend(part, seed: 0, part.Proto.Graph.Name);
        ExitAnswer[] own = [.. plan.Exits.Select(exit => new ExitAnswer(
            builder.Value(exit.Own ?? exit.Logits), Carried: exit.Carried is null ? null : builder.Value(exit.Carried)))];
        string?[] scales = new string?[own.Length];
        var answers = own.ToArray();
        for (int e = 0; e < own.Length && temperatures is not null; e++)
            answers[e] = own[e] with { Logits = Scaled(builder, plan.Exits[e].Name, own[e].Logits, temperatures[e], out scales[e]) };
        if (recalls)
            answers = MostConfident(builder, plan, answers);
        var roles = ExitOutputs.Emit(builder, answers[..^1], answers[^1], policy, out var outputs);
        ExitRole[] exits = [.. roles.Select((role, e) => role with
        {
            Name = plan.Exits[e].Name, InverseTemperature = scales[e], Own = own[e].Logits.Name == role.Logits ? null : own[e].Logits.Name,
        })];
        return builder.Build(plan with { Exits = exits, Calibration = null, Trunk = plan.Trunk ?? (last == exits[^1].Logits ? null : last) }, outputs);
    }

    private static GraphValue Scaled(GraphBuilder builder, string exit, GraphValue logits, double temperature, out string constant)
    {
        var scale = builder.Constant($"{exit}.inverse_temperature", HostTensor.Of([(float)(1 / temperature)], 1));
        constant = scale.Name;
        return builder.Add("Mul", $"{exit}.tempered_logits", [logits, scale]);
    }

    private static ExitAnswer[] MostConfident(GraphBuilder builder, ModelPlan plan, ExitAnswer[] answers)
    {
        var chosen = answers.ToArray();
        GraphValue? surest = null;
        for (int e = 0; e < answers.Length; e++)
        {
            string exit = plan.Exits[e].Name;
            var probabilities = builder.Add("Softmax", $"{exit}.own_probabilities", [answers[e].Logits], ("axis", 1));
            var confidence = builder.Add("ReduceMax", $"{exit}.own_confidence", [probabilities], ("axes", new[] { 1 }), ("keepdims", 1)); // [N, 1]
            if (surest is { } before)
            {
                var isSurer = builder.Add("GreaterOrEqual", $"{exit}.is_surest", [confidence, before]);
                chosen[e] = answers[e] with { Logits = builder.Where(isSurer, answers[e].Logits, chosen[e - 1].Logits, $"{exit}.surest_logits") };
                confidence = builder.Add("Max", $"{exit}.surest_confidence", [confidence, before]);
            }

            surest = confidence;
        }

        return chosen;
    }
}
