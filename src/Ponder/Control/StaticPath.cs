using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Control;

/// <summary>One path of a control graph as a network of its own: what people would build who do not let inputs choose.</summary>
public static class StaticPath
{
    /// <summary>Cuts a path out. Its layers keep their names and weights; control nodes are left out.</summary>
    /// <param name="graph">A control graph, left as it is.</param>
    /// <param name="path">Index of the path, 0-based.</param>
    /// <returns>A model of one exit.</returns>
    /// <exception cref="ArgumentException">The graph is no control graph.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such path.</exception>
    /// <exception cref="ModelFormatException">The path's answer depends on the default value of a node that does not run.</exception>
    public static GatedGraph Of(GatedGraph graph, int path)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var plan = graph.Plan is { Control: not null } found ? found : throw new ArgumentException($"{graph.Source}: expected a control graph, got another one", nameof(graph));
        ArgumentOutOfRangeException.ThrowIfNegative(path);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(path, plan.Control!.Paths.Count);
        string answer = plan.Exits[^1].Logits;
        var network = GraphCutter.Extract(Decided(graph, plan.Control, path), [answer]);
        if (DemandAnalysis.Of(network).Gates.Count > 0)
            throw new ModelFormatException(graph.Source, $"path '{plan.Control.Paths[path].Name}': expected an answer that is computed, got one from a default value");
        var model = ExitAttachment.Attach(network, [], new ConfidenceExitPolicy(1), seed: 0, graph.Source);
        model.Plan = model.Plan! with { Labels = plan.Labels, Preprocessing = plan.Preprocessing, Data = plan.Data }; // attaching makes one
        return model;
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
