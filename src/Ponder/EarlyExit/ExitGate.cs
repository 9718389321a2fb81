using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>The end of every policy: a score is compared with a threshold.</summary>
internal static class ExitGate
{
    /// <summary>Emits the comparison.</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="exit">The exit.</param>
    /// <param name="comparison">The operator that accepts: <c>Less</c>, <c>Greater</c> or <c>GreaterOrEqual</c>, the score on its left.</param>
    /// <param name="score">What is compared, [N, 1].</param>
    /// <param name="threshold">What it is compared with until calibration, and the policy's name.</param>
    /// <param name="accept">The bool [N, 1].</param>
    public static ExitRole Emit(
        GraphBuilder builder, ExitPoint exit, string comparison, GraphValue score, (string Policy, float Value) threshold, out GraphValue accept)
    {
        var limit = builder.Threshold($"{exit.Name}.threshold", threshold.Value);
        accept = builder.Add(comparison, $"{exit.Name}.accept", [score, limit]);
        return new ExitRole(exit.Name, exit.Logits.Name, accept.Name, score.Name, limit.Name, threshold.Policy);
    }
}
