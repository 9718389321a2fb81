using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.EarlyExit;

/// <summary>Makes one gated graph of several trained classifiers that share nothing but the input: a later one is asked where the earlier ones are unsure.</summary>
/// <remarks>
/// The tensors of stage i are called <c>stagei.</c> and what they were called before, counted from 1. A sample stops where the
/// largest probability is above the exit's threshold; all thresholds are 1, so nobody stops early until calibration.
/// </remarks>
public static class Cascade
{
    private const float NobodyLeaves = 1;

    /// <summary>Joins classifiers.</summary>
    /// <param name="models">
    /// At least two, cheap to dear, each with one exit or without a plan and with one output, [N, classes]. Left as they are.
    /// They have one input of the same channels, the same classes, and all or none say how pixels become inputs.
    /// </param>
    /// <param name="answer">What is answered where a sample stops.</param>
    /// <param name="name">The new network's name.</param>
    /// <returns>The network. Its input has the largest size and the first model's pixels; where another expects another size or other pixels, the difference is folded in behind it.</returns>
    /// <exception cref="ArgumentException">There are fewer than two models.</exception>
    /// <exception cref="ModelFormatException">The models do not fit together; all faults are listed.</exception>
    public static GatedGraph Build(IReadOnlyList<GatedGraph> models, CascadeAnswer answer, string name)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count < 2)
            throw new ArgumentException($"cascade: expected at least two models, got {models.Count}", nameof(models));
        CascadeStage[] stages = [.. models.Select(CascadeStage.Of)];
        string[] faults = [.. stages.Skip(1).SelectMany((stage, i) => stage.FindFaults(stages[0], number: i + 2))];
        if (faults.Length > 0)
            throw new ModelFormatException(name, faults);

        var builder = new GraphBuilder(name);
        var shape = stages.MaxBy(stage => stage.Input.Shape.SampleLength)!.Input.Shape; // what a smaller one sees is scaled down from it
        var input = builder.Input(stages[0].Input.Name, [.. shape.Dimensions]);
        GraphValue[] own = [.. stages.Select((stage, i) => stage.Emit(builder, input, stages[0], prefix: $"stage{i + 1}."))];
        var logits = answer == CascadeAnswer.Mean ? Means(builder, own) : own;
        ExitAnswer[] answers = [.. logits.Select(value => new ExitAnswer(value))];
        var exits = ExitOutputs.Emit(builder, answers[..^1], answers[^1], new ConfidenceExitPolicy(NobodyLeaves), out var outputs);
        return builder.Build(Plan(models, exits) with { Trunk = answer == CascadeAnswer.Mean ? own[^1].Name : null }, outputs);
    }

    private static GraphValue[] Means(GraphBuilder builder, GraphValue[] logits)
    {
        var means = new GraphValue[logits.Length];
        var sum = means[0] = logits[0];
        for (int i = 1; i < logits.Length; i++)
        {
            bool isLast = i == logits.Length - 1;
            sum = builder.Add("Add", $"stage{i + 1}.sum", [sum, logits[i]]); // [N, classes]
            var share = builder.Constant($"stage{i + 1}.share", HostTensor.Of([1f / (i + 1)], 1));
            string exit = isLast ? EarlyExitConstants.FinalExit : ExitOutputs.ExitName(i);
            means[i] = builder.Add("Mul", $"{exit}.{EarlyExitConstants.Logits}", [sum, share]);
        }

        return means;
    }

    // What the models were trained with stays true of the whole only where it is one of them for all; labels and pixels are checked.
    private static ModelPlan Plan(IReadOnlyList<GatedGraph> models, IReadOnlyList<ExitRole> exits)
    {
        var labels = models.Select(model => model.Plan?.Labels ?? []).FirstOrDefault(names => names.Count > 0) ?? [];
        return new ModelPlan(exits, labels, models[0].Plan?.Preprocessing, models[^1].Plan?.Data);
    }
}
