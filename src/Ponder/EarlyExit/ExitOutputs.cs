using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>Joins the exits of a network into the three outputs of every model.</summary>
public static class ExitOutputs
{
    /// <summary>Emits the gates and the outputs <c>logits</c>, <c>exit</c> and <c>confidence</c>.</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="early">Answers of the early exits, shallow to deep, each with its policy; may be empty.</param>
    /// <param name="final">Answer of the last exit, [N, classes].</param>
    /// <param name="outputs">The three outputs.</param>
    /// <returns>The exits by role, shallow to deep.</returns>
    public static IReadOnlyList<ExitRole> Emit(
        GraphBuilder builder, IReadOnlyList<(GraphValue Logits, IExitPolicy Policy)> early, GraphValue final, out GraphValue[] outputs)
    {
        var roles = new List<ExitRole>();
        var accepts = new List<GraphValue>();
        for (int e = 0; e < early.Count; e++)
        {
            roles.Add(early[e].Policy.Emit(builder, ExitName(e), early[e].Logits, out var accept));
            accepts.Add(accept);
        }

        roles.Add(new ExitRole(EarlyExitConstants.FinalExit, final.Name));
        outputs = Join(builder, early, accepts, final);
        return roles;
    }

    /// <summary>The name of an early exit, 0-based; people count from 1.</summary>
    internal static string ExitName(int exitIndex) => $"exit{exitIndex + 1}";

    private static GraphValue[] Join(
        GraphBuilder builder, IReadOnlyList<(GraphValue Logits, IExitPolicy Policy)> early, List<GraphValue> accepts, GraphValue final)
    {
        // From the deepest exit to the first, so that the first gate is the outermost choice.
        var logits = final;
        var exit = ExitIndex(builder, early.Count);
        for (int e = early.Count - 1; e >= 0; e--)
        {
            string suffix = e == 0 ? "" : $".from_{ExitName(e)}";
            logits = builder.Where(accepts[e], early[e].Logits, logits, EarlyExitConstants.Logits + suffix);
            exit = builder.Where(accepts[e], ExitIndex(builder, e), exit, EarlyExitConstants.Exit + suffix);
        }

        if (early.Count == 0)
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
