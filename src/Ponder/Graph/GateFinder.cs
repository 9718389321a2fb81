namespace Ponder.Graph;

/// <summary>Tells gates from plain arithmetic by the shapes of a <c>Where</c>.</summary>
internal static class GateFinder
{
    /// <summary>The gates in the order in which they can be decided.</summary>
    public static IReadOnlyList<Gate> Find(GatedGraph graph)
    {
        var kinds = new Dictionary<string, GateKind>();
        foreach (var node in graph.Nodes)
        {
            if (KindOf(graph, node) is { } kind)
                kinds.TryAdd(ConditionOf(graph, node), kind);
        }

        var order = graph.Nodes.SelectMany(node => node.Outputs).Where(kinds.ContainsKey).ToArray();
        return [.. order.Select((condition, index) => new Gate(index, condition, kinds[condition]))];
    }

    /// <summary>The tensor that decides a gate: behind its condition where that only has another rank, so that one choice about rows and images is one gate.</summary>
    public static string ConditionOf(GatedGraph graph, GraphNode gate)
    {
        string condition = gate.Inputs[0];
        while (graph.Producer(condition) is { OpType: "Unsqueeze" or "Reshape" or "Squeeze" or "Identity" } node
            && graph.FindTensor(node.Inputs[0])?.Shape is { HasBatch: true, SampleLength: 1 })
        {
            condition = node.Inputs[0];
        }

        return condition;
    }

    /// <summary>The kind of gate that a node is, or null when it is plain arithmetic.</summary>
    public static GateKind? KindOf(GatedGraph graph, GraphNode node)
    {
        if (node.OpType != "Where" || !node.HasInput(2) || graph.Producer(node.Inputs[0]) is null
            || graph.FindTensor(node.Inputs[0])?.Shape is not { HasBatch: true } condition
            || graph.FindTensor(node.Output)?.Shape is not { } output || condition.Rank != output.Rank)
        {
            return null;
        }

        return condition.Dimensions.Skip(1).All(size => size == 1) ? GateKind.Sample
            : condition.Rank == 4 && condition[1] == 1 && condition[2] == output[2] && condition[3] == output[3] ? GateKind.Position
            : null;
    }

    /// <summary>Conditions with a batch but another rank than the data: they would align with H and W instead of N.</summary>
    public static IEnumerable<string> FindFaults(GatedGraph graph) =>
        from node in graph.Nodes
        where node.OpType == "Where" && node.HasInput(2)
        let condition = graph.FindTensor(node.Inputs[0])?.Shape
        let data = new[] { node.Inputs[1], node.Inputs[2] }.Select(name => graph.FindTensor(name)?.Shape).MaxBy(shape => shape?.Rank)
        where condition is { HasBatch: true } && data is not null && condition.Rank != data.Rank && data.HasBatch
        select $"node '{node.Name}' (Where): expected a condition of rank {data.Rank} beside {data}, got {condition}";
}
