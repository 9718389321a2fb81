using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>On which side of its threshold an exit's score must lie to be accepted, read from the graph.</summary>
internal static class ExitComparison
{
    /// <summary>Whether scores below the threshold leave (entropy), rather than scores above it (confidence).</summary>
    /// <exception cref="ArgumentException">No operator compares the exit's score with its threshold.</exception>
    public static bool AcceptsBelow(GatedGraph graph, ExitRole exit)
    {
        foreach (var node in graph.Nodes)
        {
            if (node.Inputs.Count != 2 || !node.Inputs.Contains(exit.Score) || !node.Inputs.Contains(exit.Threshold))
                continue;
            if (node.OpType is "Less" or "LessOrEqual")
                return node.Inputs[0] == exit.Score;
            if (node.OpType is "Greater" or "GreaterOrEqual")
                return node.Inputs[0] == exit.Threshold;
        }

        throw new ArgumentException(
            $"exit '{exit.Name}': expected a comparison of score '{exit.Score}' with threshold '{exit.Threshold}', got none", nameof(exit));
    }
}
