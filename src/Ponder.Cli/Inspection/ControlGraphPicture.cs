using Ponder.Control;
using Ponder.Graph;
using Ponder.Report.Graphs;

namespace Ponder.Cli.Inspection;

/// <summary>Draws a control graph as Liu and Deng 2017 do: diamonds choose, dashed edges say what a choice lets run.</summary>
internal static class ControlGraphPicture
{
    /// <summary>The picture as SVG.</summary>
    /// <param name="graph">A control graph.</param>
    /// <param name="shares">Share of samples by path; null to draw no traffic.</param>
    /// <exception cref="CommandException">The model is no control graph.</exception>
    public static string Render(GatedGraph graph, IReadOnlyList<double>? shares)
    {
        var control = Require(graph);
        var macs = ControlNodeCosts.Of(graph);
        var nodes = control.Nodes.Zip(macs, (node, cost) => new DrawnNode(node.Name, ShapeOf(node.Kind), Computes(node) ? cost : null));
        return GraphPicture.Render(Path.GetFileName(graph.Source), [.. nodes], [.. Edges(control, shares)]);
    }

    /// <summary>The control graph that a model is.</summary>
    /// <exception cref="CommandException">The model is none.</exception>
    public static ControlPlan Require(GatedGraph graph) => graph.Plan?.Control
        ?? throw new CommandException($"{graph.Source}: --svg: expected a control graph, got a model without control nodes");

    private static IEnumerable<DrawnEdge> Edges(ControlPlan control, IReadOnlyList<double>? shares)
    {
        var names = control.Nodes.Select(node => node.Name).ToList();
        for (int to = 0; to < control.Nodes.Count; to++)
        {
            var node = control.Nodes[to];
            foreach (int from in node.Sources.Select(source => names.IndexOf(source)))
                yield return new DrawnEdge(from, to, Action: null, Passing(path => control.Runs(control.Nodes[from], path) && control.Runs(node, path)));
            foreach (var edge in node.Edges)
                yield return new DrawnEdge(names.IndexOf(edge.Control), to, edge.Action, Passing(path => control.Takes(edge, path)));
        }

        double? Passing(Func<int, bool> passes) => shares?.Where((_, path) => passes(path)).Sum();
    }

    private static bool Computes(NodeRole node) => node.Kind is NodeKind.Regular or NodeKind.Control;

    private static NodeShape ShapeOf(NodeKind kind) => kind switch
    {
        NodeKind.Regular => NodeShape.Rectangle,
        NodeKind.Control => NodeShape.Diamond,
        NodeKind.Dummy => NodeShape.Circle,
        _ => NodeShape.Pill,
    };
}
