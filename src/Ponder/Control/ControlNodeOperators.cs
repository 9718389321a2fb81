using Ponder.Graph;

namespace Ponder.Control;

/// <summary>Which operators of a control graph belong to which of its nodes.</summary>
/// <remarks>
/// An operator belongs to the first node that needs it, in the plan's order: what a node reads, and the choices that select
/// it, belong to others before. A control node is all that its choice needs beyond that.
/// </remarks>
public static class ControlNodeOperators
{
    /// <summary>Deals the operators out, each once.</summary>
    /// <param name="graph">A control graph.</param>
    /// <returns>By node, in the plan's order; none for inputs and dummy nodes.</returns>
    /// <exception cref="ArgumentException">The graph is no control graph.</exception>
    public static IReadOnlyList<IReadOnlyList<GraphNode>> Of(GatedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var control = graph.Plan?.Control
            ?? throw new ArgumentException($"{graph.Source}: expected a control graph, got another one", nameof(graph));
        var owned = new HashSet<GraphNode>();
        return [.. control.Nodes.Select(node => Claim(graph, node, owned))];
    }

    private static List<GraphNode> Claim(GatedGraph graph, NodeRole node, HashSet<GraphNode> owned)
    {
        var claimed = new List<GraphNode>();
        var waiting = new Stack<string>();
        if ((node.Kind == NodeKind.Control ? node.Choice : node.Tensor) is { } output)
            waiting.Push(output);
        while (waiting.TryPop(out string? tensor))
        {
            if (graph.Producer(tensor) is not { } operation || !owned.Add(operation))
                continue;
            claimed.Add(operation);
            foreach (string input in operation.Inputs)
                waiting.Push(input);
        }

        return claimed;
    }
}
