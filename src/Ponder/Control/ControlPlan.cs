using Ponder.Graph;

namespace Ponder.Control;

/// <summary>The roles of a control graph, part of the model's plan: its nodes and the paths through it.</summary>
/// <param name="Nodes">Nodes in an order in which they can run.</param>
/// <param name="Paths">Every combination of choices that can be made; the model's output <c>exit</c> is an index of this list.</param>
/// <remarks>Dynamic deep neural networks, Liu and Deng 2017 (arXiv:1701.00299).</remarks>
public sealed record ControlPlan(IReadOnlyList<NodeRole> Nodes, IReadOnlyList<PathRole> Paths)
{
    /// <summary>The control nodes, in the order in which they choose.</summary>
    public IEnumerable<NodeRole> Controls => Nodes.Where(node => node.Kind == NodeKind.Control);

    /// <summary>The outcome of every gate of a graph on a path.</summary>
    /// <param name="gates">The graph's gates.</param>
    /// <param name="path">Index of the path, 0-based.</param>
    public bool[] Outcome(IReadOnlyList<Gate> gates, int path)
    {
        var open = Controls.Zip(Paths[path].Choices)
            .Where(choice => choice.Second >= 0 && choice.Second < choice.First.Actions.Count - 1)
            .Select(choice => choice.First.Gate(choice.Second)).ToHashSet();
        return [.. gates.Select(gate => open.Contains(gate.Condition))];
    }

    /// <summary>Whether a node runs on a path: it has no control edge, or one whose action is chosen there.</summary>
    /// <param name="node">One of <see cref="Nodes"/>.</param>
    /// <param name="path">Index of the path, 0-based.</param>
    public bool Runs(NodeRole node, int path) => node.Edges.Count == 0 || node.Edges.Any(edge => Takes(edge, path));

    /// <summary>Whether a control edge's action is chosen on a path.</summary>
    /// <param name="edge">An edge of one of <see cref="Nodes"/>.</param>
    /// <param name="path">Index of the path, 0-based.</param>
    public bool Takes(ControlEdge edge, int path) => Controls.Zip(Paths[path].Choices)
        .Any(choice => choice.First.Name == edge.Control && choice.Second >= 0 && choice.First.Actions[choice.Second] == edge.Action);

    /// <summary>All that does not fit between the roles and a graph.</summary>
    internal IEnumerable<string> FindFaults(GatedGraph graph)
    {
        if (Paths.Count is 0 or > ControlGraphConstants.MostPaths)
            yield return $"plan: expected 1 to {ControlGraphConstants.MostPaths} paths, got {Paths.Count}";
        foreach (var node in Nodes.Where(node => node.Tensor is { } tensor && !graph.Contains(tensor)))
            yield return $"plan: output of node '{node.Name}' is tensor '{node.Tensor}', which is not in the graph";
        var before = new HashSet<string>();
        foreach (var node in Nodes)
        {
            foreach (string name in node.Sources.Concat(node.Edges.Select(edge => edge.Control)).Where(name => !before.Contains(name)))
                yield return $"plan: node '{node.Name}': expected to depend on nodes before it, got '{name}'";
            before.Add(node.Name);
        }

        var controls = Controls.ToArray();
        foreach (var control in controls)
        {
            if (control.Actions.Count < 2)
                yield return $"plan: control node '{control.Name}': expected two actions or more, got {control.Actions.Count}";
            if (!graph.Contains(control.Choice))
                yield return $"plan: choice of control node '{control.Name}' is tensor '{control.Choice}', which is not in the graph";
        }

        foreach (var path in Paths)
        {
            if (path.Choices.Count != controls.Length || path.Choices.Zip(controls).Any(choice => choice.First < -1 || choice.First >= choice.Second.Actions.Count))
                yield return $"plan: path '{path.Name}': expected an action of each of {controls.Length} control nodes, got {string.Join(", ", path.Choices)}";
        }
    }
}
