using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>A sample leaves where the entropy of its class probabilities, in nats, is below the threshold.</summary>
/// <param name="threshold">In nats; at 0 nobody leaves, above ln(classes) everybody does.</param>
/// <remarks>
/// Teerapittayanon et al. 2016, Fig. 2. Their printed entropy lacks its minus sign; it is computed from log-probabilities
/// here, because p ln p is NaN at p = 0 and NaN never leaves.
/// </remarks>
public sealed class EntropyExitPolicy(float threshold) : IExitPolicy
{
    /// <inheritdoc/>
    public string Name => "entropy";

    /// <inheritdoc/>
    public ExitRole Emit(GraphBuilder builder, string exitName, GraphValue logits, out GraphValue accept)
    {
        var logProbabilities = builder.Add("LogSoftmax", $"{exitName}.log_probabilities", [logits], ("axis", 1));
        var probabilities = builder.Add("Exp", $"{exitName}.probabilities", [logProbabilities]);
        var terms = builder.Add("Mul", $"{exitName}.entropy_terms", [probabilities, logProbabilities]);
        var axes = builder.Constant($"{exitName}.entropy_axes", HostTensor.Of([1L], 1));
        var sum = builder.Add("ReduceSum", $"{exitName}.entropy_sum", [terms, axes], ("keepdims", 1)); // [N, 1]
        var entropy = builder.Add("Neg", $"{exitName}.entropy", [sum]);
        var limit = builder.Threshold($"{exitName}.threshold", threshold);
        accept = builder.Add("Less", $"{exitName}.accept", [entropy, limit]);
        return new ExitRole(exitName, logits.Name, accept.Name, entropy.Name, limit.Name, Name);
    }
}
