using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Graph.Onnx;

namespace Ponder.Control;

/// <summary>One path of a control graph as a network of its own: what people would build who do not let inputs choose.</summary>
public static class StaticPath
{
    /// <summary>Cuts a path out. Its layers keep their names and weights; control nodes are left out.</summary>
    /// <param name="graph">A control graph, left as it is.</param>
    /// <param name="path">Index of the path, 0-based.</param>
    /// <returns>A model of one exit; null where the answer depends on the default value of a node that does not run.</returns>
    /// <exception cref="ArgumentException">The graph is no control graph.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such path.</exception>
    public static GatedGraph? Find(GatedGraph graph, int path)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var plan = graph.Plan is { Control: not null } found ? found : throw new ArgumentException($"{graph.Source}: expected a control graph, got another one", nameof(graph));
        ArgumentOutOfRangeException.ThrowIfNegative(path);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(path, plan.Control!.Paths.Count);
        var network = GraphCutter.Extract(Decided(graph, plan.Control, path), [plan.Exits[^1].Logits]);
        if (network.Inputs.Count == 0 || DemandAnalysis.Of(network).Gates.Count > 0)
            return null;
        var model = ExitAttachment.Attach(network, [], new ConfidenceExitPolicy(1), seed: 0, graph.Source);
        model.Plan = model.Plan! with { Labels = plan.Labels, Preprocessing = plan.Preprocessing, Data = plan.Data }; // attaching makes one
        return model;
    }

    /// <summary>The dearest path as a network of its own: what a control graph is compared with.</summary>
    /// <param name="graph">A control graph, left as it is.</param>
    /// <exception cref="ArgumentException">The graph is no control graph.</exception>
    /// <exception cref="ModelFormatException">Every path depends on a default value.</exception>
    public static GatedGraph Dearest(GatedGraph graph)
    {
        var costs = ExitCosts.OfPaths(graph);
        return Enumerable.Range(0, costs.Count).OrderByDescending(path => costs[path]).Select(path => Find(graph, path)).FirstOrDefault(network => network is not null)
            ?? throw new ModelFormatException(graph.Source, "expected a path without default values, got none");
    }

    /// <summary>The control graph with every sample sent down one path: control nodes still compute, but nobody asks them.</summary>
    /// <param name="graph">A control graph, left as it is.</param>
    /// <param name="path">Index of the path, 0-based.</param>
    /// <exception cref="ArgumentException">The graph is no control graph.</exception>
    public static GatedGraph Forced(GatedGraph graph, int path)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var control = graph.Plan?.Control ?? throw new ArgumentException($"{graph.Source}: expected a control graph, got another one", nameof(graph));
        graph.ThrowIfNotConverted();
        var model = graph.Proto.Clone();
        foreach (var (node, action) in control.Controls.Zip(control.Paths[path].Choices))
        {
            string scored = $"{node.Choice}.scored", nothing = $"{node.Choice}.nothing", index = $"{node.Choice}.forced";
            model.Graph.Node.Single(operation => operation.Output.Contains(node.Choice)).Output[0] = scored;
            model.Graph.Initializer.Add(TensorCodec.Encode($"{node.Choice}.zero", HostTensor.Of([0L], 1)));
            model.Graph.Initializer.Add(TensorCodec.Encode(index, HostTensor.Of([(long)Math.Max(0, action)], 1)));
            model.Graph.Node.Add(Operation("Mul", nothing, scored, $"{node.Choice}.zero"));
            model.Graph.Node.Add(Operation("Add", node.Choice, nothing, index));
        }

        return new GatedGraph(model, graph.Source);
    }

    private static NodeProto Operation(string type, string output, params ReadOnlySpan<string> inputs)
    {
        var node = new NodeProto { OpType = type, Name = output };
        foreach (string input in inputs)
            node.Input.Add(input);
        node.Output.Add(output);
        return node;
    }

    // Every choice becomes the side that the path takes.
    private static GatedGraph Decided(GatedGraph graph, ControlPlan control, int path)
    {
        var analysis = DemandAnalysis.Of(graph);
        bool[] open = control.Outcome(analysis.Gates, path);
        var model = graph.Proto.Clone();
        model.MetadataProps.Clear();
        var choices = graph.Nodes.Where(node => analysis.GateOf(node) is not null).ToDictionary(node => node.Output, node => analysis.GateOf(node)!.Value); // only those with a gate
        foreach (var node in model.Graph.Node.Where(node => choices.ContainsKey(node.Output[0])))
        {
            string side = node.Input[open[choices[node.Output[0]]] ? 1 : 2];
            if (graph.IsConstant(side) && graph.Tensor(node.Output[0]).ElementType == ElementType.Float32)
                continue; // a default value, which only has its shape beside the other side: fine where nothing asks for it
            node.OpType = "Identity";
            node.Input.Clear();
            node.Input.Add(side);
        }

        return new GatedGraph(model, graph.Source);
    }
}
