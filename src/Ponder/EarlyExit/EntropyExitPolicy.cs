using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>A sample leaves where the entropy of its class probabilities, in nats, is below the threshold.</summary>
/// <param name="threshold">In nats; at 0 nobody leaves, above ln(classes) everybody does.</param>
/// <remarks>Teerapittayanon et al. 2016, Fig. 2. Their printed entropy lacks its minus sign.</remarks>
public sealed class EntropyExitPolicy(float threshold) : IExitPolicy
{
    /// <inheritdoc/>
    public string Name => "entropy";

    /// <inheritdoc/>
    public ExitRole Emit(GraphBuilder builder, ExitPoint exit, out GraphValue accept) =>
        ExitGate.Emit(builder, exit, "Less", new AnswerProbabilities(builder, exit).Entropy(), (Name, threshold), out accept);
}
