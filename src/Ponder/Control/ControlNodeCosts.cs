using Ponder.Graph;

namespace Ponder.Control;

/// <summary>Multiply-adds of the nodes of a control graph, each operator counted once; see <see cref="ControlNodeOperators"/>.</summary>
public static class ControlNodeCosts
{
    /// <summary>Counts one sample's multiply-adds of every node that runs for it.</summary>
    /// <param name="graph">A control graph.</param>
    /// <returns>By node, in the plan's order; 0 for inputs, merges and dummy nodes.</returns>
    /// <exception cref="ArgumentException">The graph is no control graph.</exception>
    public static IReadOnlyList<long> Of(GatedGraph graph) =>
        [.. ControlNodeOperators.Of(graph).Select(operators => operators.Sum(operation => NodeCost.Macs(graph, operation)))];
}
