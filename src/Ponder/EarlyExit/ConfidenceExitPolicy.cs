using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>A sample leaves where its largest class probability is above the threshold.</summary>
/// <param name="threshold">A probability; at 1 nobody leaves, at 0 everybody does.</param>
/// <remarks>Huang et al. 2018 (MSDNet, arXiv:1703.09844) and Kaya et al. 2019 (Shallow-Deep Networks, arXiv:1810.07052).</remarks>
public sealed class ConfidenceExitPolicy(float threshold) : IExitPolicy
{
    /// <inheritdoc/>
    public string Name => "confidence";

    /// <inheritdoc/>
    public ExitRole Emit(GraphBuilder builder, ExitPoint exit, out GraphValue accept)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(exit);
        var probabilities = builder.Add("Softmax", $"{exit.Name}.probabilities", [exit.Logits], ("axis", 1));
        var confidence = builder.Add(
            "ReduceMax", $"{exit.Name}.confidence", [probabilities], ("axes", new[] { 1 }), ("keepdims", 1)); // [N, 1]
        return ExitGate.Emit(builder, exit, "Greater", confidence, (Name, threshold), out accept);
    }
}
