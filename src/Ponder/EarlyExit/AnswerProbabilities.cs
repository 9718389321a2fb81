using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>What policies read from an exit's class probabilities; every tensor is made once, however many are asked for.</summary>
/// <param name="builder">The graph.</param>
/// <param name="exit">The exit.</param>
internal sealed class AnswerProbabilities(GraphBuilder builder, ExitPoint exit)
{
    private GraphValue? _logProbabilities;
    private GraphValue? _probabilities;
    private GraphValue? _largest;

    /// <summary>The largest probability, [N, 1].</summary>
    public GraphValue Largest => _largest ??= Reduced("ReduceMax", "confidence", Probabilities);

    private GraphValue Probabilities => _probabilities ??= builder.Add("Exp", Tensor("probabilities"), [LogProbabilities]);

    private GraphValue LogProbabilities => _logProbabilities ??= builder.Add("LogSoftmax", Tensor("log_probabilities"), [exit.Logits], ("axis", 1));

    /// <summary>The entropy in nats, [N, 1]; from log-probabilities, because p ln p is NaN at p = 0 and NaN never leaves.</summary>
    public GraphValue Entropy()
    {
        var terms = builder.Add("Mul", Tensor("entropy_terms"), [Probabilities, LogProbabilities]);
        var axes = builder.Constant(Tensor("entropy_axes"), HostTensor.Of([1L], 1));
        var sum = builder.Add("ReduceSum", Tensor("entropy_sum"), [terms, axes], ("keepdims", 1)); // [N, 1]
        return builder.Add("Neg", Tensor("entropy"), [sum]);
    }

    /// <summary>The largest probability less the second largest, [N, 1]; at most 0 where two are largest.</summary>
    /// <remarks>From comparisons and sums: TopK would do in one operator what every runtime does with these in no time.</remarks>
    public GraphValue Margin()
    {
        var isLargest = builder.Add("GreaterOrEqual", Tensor("is_largest"), [Probabilities, Largest]);
        var marks = builder.Add("Cast", Tensor("largest_marks"), [isLargest], ("to", (int)ElementType.Float32));
        var others = builder.Add("Sub", Tensor("other_probabilities"), [Probabilities, marks]); // the largest fall to 0 or below
        var second = Reduced("ReduceMax", "second_confidence", others);
        var axes = builder.Constant(Tensor("margin_axes"), HostTensor.Of([1L], 1));
        var count = builder.Add("ReduceSum", Tensor("largest_count"), [marks, axes], ("keepdims", 1)); // [N, 1]
        var further = builder.Add("Sub", Tensor("further_largest"), [count, builder.Constant(Tensor("one_largest"), HostTensor.Of([1f], 1))]);
        var tied = builder.Add("Mul", Tensor("tied_confidence"), [further, Largest]); // 0, or the largest again and more
        return builder.Add("Sub", Tensor("margin"), [Largest, builder.Add("Max", Tensor("runner_up"), [second, tied])]);
    }

    private GraphValue Reduced(string reduction, string tensor, GraphValue values) =>
        builder.Add(reduction, Tensor(tensor), [values], ("axes", new[] { 1 }), ("keepdims", 1)); // [N, 1]

    private string Tensor(string name) => $"{exit.Name}.{name}";
}
