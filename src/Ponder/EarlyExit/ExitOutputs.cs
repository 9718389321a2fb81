using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>Joins the exits of a network into the three outputs of every model.</summary>
public static class ExitOutputs
{
    /// <summary>Emits the gates and the outputs <c>logits</c>, <c>exit</c> and <c>confidence</c>.</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="early">Answers of the early exits, shallow to deep; may be empty.</param>
    /// <param name="final">Answer of the last exit.</param>
    /// <param name="policy">Decides at every early exit who leaves.</param>
    /// <param name="outputs">The three outputs.</param>
    /// <returns>The exits by role, shallow to deep.</returns>
    public static IReadOnlyList<ExitRole> Emit(
        GraphBuilder builder, IReadOnlyList<ExitAnswer> early, ExitAnswer final, IExitPolicy policy, out GraphValue[] outputs)
    {
        var roles = new List<ExitRole>();
        var accepts = new List<GraphValue>();
        PassedExit? previous = null;
        for (int e = 0; e < early.Count; e++)
        {
            var point = new ExitPoint(ExitName(e), early[e].Logits, early[e].Features, previous);
            var role = policy.Emit(builder, point, out var accept) with { Carried = early[e].Carried?.Name };
            previous = role.Score is null ? null : new PassedExit(point.Logits, builder.Value(role.Score));
            roles.Add(role);
            accepts.Add(accept);
        }

        roles.Add(new ExitRole(EarlyExitConstants.FinalExit, final.Logits.Name) { Carried = final.Carried?.Name });
        outputs = Join(builder, [.. early.Select(exit => exit.Logits)], accepts, final.Logits);
        return roles;
    }

    /// <summary>Emits the outputs of a network without early exits.</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="answer">Its answer, [N, classes].</param>
    /// <param name="outputs">The three outputs.</param>
    /// <returns>Its one exit by role.</returns>
    public static IReadOnlyList<ExitRole> Emit(GraphBuilder builder, GraphValue answer, out GraphValue[] outputs)
    {
        outputs = Join(builder, [], [], answer);
        return [new ExitRole(EarlyExitConstants.FinalExit, answer.Name)];
    }

    /// <summary>The name of an early exit, 0-based; people count from 1.</summary>
    internal static string ExitName(int exitIndex) => $"exit{exitIndex + 1}";

    private static GraphValue[] Join(GraphBuilder builder, GraphValue[] early, List<GraphValue> accepts, GraphValue final)
    {
        // From the deepest exit to the first, so that the first gate is the outermost choice.
        var logits = final;
        var exit = ExitIndex(builder, early.Length);
        for (int e = early.Length - 1; e >= 0; e--)
        {
            string suffix = e == 0 ? "" : $".from_{ExitName(e)}";
            logits = builder.Where(accepts[e], early[e], logits, EarlyExitConstants.Logits + suffix);
            exit = builder.Where(accepts[e], ExitIndex(builder, e), exit, EarlyExitConstants.Exit + suffix);
        }

        if (early.Length == 0)
        {
            logits = builder.Add("Identity", EarlyExitConstants.Logits, [final]);
            exit = ZeroPerSample(builder, logits);
        }

        return [logits, exit, Confidence(builder, logits)];
    }

    /// <summary>Emits the output <c>confidence</c>: the largest probability of an answer, [N, 1].</summary>
    internal static GraphValue Confidence(GraphBuilder builder, GraphValue logits)
    {
        var probabilities = builder.Add("Softmax", "probabilities", [logits], ("axis", 1));
        return builder.Add("ReduceMax", EarlyExitConstants.Confidence, [probabilities], ("axes", new[] { 1 }), ("keepdims", 1));
    }

    /// <summary>Emits the output <c>exit</c> of a network that leaves one way, once per sample: the largest logit's index times nothing.</summary>
    internal static GraphValue ZeroPerSample(GraphBuilder builder, GraphValue logits)
    {
        var best = builder.Add("ArgMax", "best_class", [logits], ("axis", 1), ("keepdims", 1)); // [N, 1]
        return builder.Add("Mul", EarlyExitConstants.Exit, [best, builder.Constant("exit_zero", HostTensor.Of([0L], 1))]);
    }

    private static GraphValue ExitIndex(GraphBuilder builder, int index) =>
        builder.Constant($"exit_index{index}", HostTensor.Of([(long)index], 1));
}
