using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>A sample leaves where its largest class probability is above the second largest by more than the threshold.</summary>
/// <param name="threshold">A difference of probabilities; at 1 nobody leaves, at 0 everybody whose classes are not tied.</param>
/// <remarks>Best against second best: Joshi, Porikli, Papanikolopoulos 2009, there to choose what to label.</remarks>
public sealed class MarginExitPolicy(float threshold) : IExitPolicy
{
    /// <inheritdoc/>
    public string Name => "margin";

    /// <inheritdoc/>
    public ExitRole Emit(GraphBuilder builder, ExitPoint exit, out GraphValue accept) =>
        ExitGate.Emit(builder, exit, "Greater", new AnswerProbabilities(builder, exit).Margin(), (Name, threshold), out accept);
}
