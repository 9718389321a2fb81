using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>A sample leaves where a trained gate says so: where the probability of having left by here passes the threshold.</summary>
/// <param name="threshold">A probability; at 0.5 train and test agree, at 1 nobody leaves, below 0 everybody does.</param>
/// <param name="seesFeatures">Whether gates also read the channel means of what their branch reads, beside what its answer says of itself.</param>
/// <remarks>
/// A gate g is one linear layer on an answer's largest probability, entropy and margin, as in JEI-DNN (Regol et al. 2024, arXiv:2310.09163).
/// Exits are probabilities here as in PonderNet (Banino et al. 2021), p_k = g_k prod (1 - g_j), and a sample leaves at the median of that
/// distribution, as in PALBERT (arXiv:2204.03276): the score is 1 - prod (1 - g_j), which only grows from exit to exit.
/// </remarks>
public sealed class LearnedExitPolicy(float threshold = 0.5f, bool seesFeatures = false) : IExitPolicy
{
    /// <summary>The policy's name in plans.</summary>
    public const string PolicyName = "learned";

    /// <inheritdoc/>
    public string Name => PolicyName;

    /// <inheritdoc/>
    public ExitRole Emit(GraphBuilder builder, ExitPoint exit, out GraphValue accept)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(exit);
        var left = Left(builder, exit, Gate(builder, exit));
        return ExitGate.Emit(builder, exit, "Greater", left, (Name, threshold), out accept);
    }

    // The weights start at 0, so that every gate is open by half.
    private GraphValue Gate(GraphBuilder builder, ExitPoint exit)
    {
        var answer = new AnswerProbabilities(builder, exit);
        var scale = builder.Constant($"{exit.Name}.entropy_scale", HostTensor.Of([1 / MathF.Log(exit.Logits.Shape[1])], 1));
        var entropy = builder.Add("Mul", $"{exit.Name}.relative_entropy", [answer.Entropy(), scale]);
        List<GraphValue> read = [answer.Largest, entropy, answer.Margin()];
        if (seesFeatures && exit.Features is { } features)
            read.Add(builder.GlobalAveragePool(features, $"{exit.Name}.feature_means")); // [N, C]
        var all = builder.Add("Concat", $"{exit.Name}.gate_inputs", [.. read], ("axis", 1));
        int length = all.Shape[1];
        var weight = builder.Constant($"{exit.Name}.gate_logit.weight", HostTensor.Of(new float[length], 1, length));
        var bias = builder.Constant($"{exit.Name}.gate_logit.bias", HostTensor.Of([0f], 1));
        var logit = builder.Add("Gemm", $"{exit.Name}.gate_logit", [all, weight, bias], ("transB", 1)); // [N, 1]
        return builder.Add("Sigmoid", $"{exit.Name}.leaves", [logit]);
    }

    // 1 - (1 - before)(1 - gate)
    private static GraphValue Left(GraphBuilder builder, ExitPoint exit, GraphValue gate)
    {
        if (exit.Previous is not { } previous)
            return gate;
        var both = builder.Add("Mul", $"{exit.Name}.left_twice", [previous.Score, gate]);
        return builder.Add("Sub", $"{exit.Name}.left", [builder.Add("Add", $"{exit.Name}.left_or_leaves", [previous.Score, gate]), both]);
    }
}
