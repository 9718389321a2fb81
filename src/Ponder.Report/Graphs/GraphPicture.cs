using System.Reflection;
using Ponder.Report.Html;

namespace Ponder.Report.Graphs;

/// <summary>Draws a graph from left to right as SVG that needs nothing else.</summary>
public static class GraphPicture
{
    private const double Corner = 5;
    private const double NameDrop = 16;
    private const double NoteHeight = 26;
    private const double ThinWidth = 1.6;
    private const double WideWidth = 6;

    /// <summary>The picture as text.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="nodes">Nodes in an order in which edges lead forward.</param>
    /// <param name="edges">Edges between them.</param>
    /// <returns>An SVG document; the same for the same graph. All texts are escaped.</returns>
    /// <exception cref="ArgumentException">An edge leads backward, or to no node.</exception>
    public static string Render(string title, IReadOnlyList<DrawnNode> nodes, IReadOnlyList<DrawnEdge> edges)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(edges);
        if (edges.FirstOrDefault(edge => edge.From < 0 || edge.From >= edge.To || edge.To >= nodes.Count) is { } wrong)
            throw new ArgumentException($"edge: expected to lead forward among {nodes.Count} nodes, got {wrong.From} to {wrong.To}", nameof(edges));
        var layout = LayeredLayout.Of(nodes, edges);
        var note = Note(edges);
        var svg = Open(title, Math.Max(layout.Width, (NodeBox.CharacterWidth * note.Length) + (2 * LayeredLayout.Margin)), layout.Height + NoteHeight);
        foreach (var (edge, route) in edges.Zip(layout.Routes).OrderBy(edge => edge.First.Action is not null))
            DrawEdge(svg, edge, route);
        foreach (var (node, box) in nodes.Zip(layout.Boxes))
            DrawNode(svg, node, box);
        DrawLabels(svg, edges, layout);
        return svg.Add($"""
            <text class="note" x="{LayeredLayout.Margin}" y="{layout.Height + 8}">{note}</text>
            </svg>
            """).ToMarkup().Text;
    }

    private static string Note(IReadOnlyList<DrawnEdge> edges)
    {
        var width = edges.Any(edge => edge.Share is not null) ? "; width and per cent: share of samples" : "";
        return $"solid: data; dashed: control, with its action{width}; numbers in nodes: multiply-adds of a sample";
    }

    private static MarkupBuilder Open(string title, double width, double height) => new MarkupBuilder().Add($"""
        <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">
        <title>{title}</title>
        <style>
        {StyleSheet()}
        </style>
        <defs>
        {Head("data")}
        {Head("control")}
        </defs>
        <rect class="page" width="{width}" height="{height}"/>
        """);

    private static Markup Head(string kind) => new(FormattableString.Invariant($"""
        <marker id="{kind}" refY="6" markerUnits="userSpaceOnUse" markerWidth="{EdgeRoute.HeadLength}" markerHeight="12" orient="auto">
        <path class="head {kind}" d="M0 0L{EdgeRoute.HeadLength} 6L0 12Z"/></marker>
        """));

    private static void DrawEdge(MarkupBuilder svg, DrawnEdge edge, EdgeRoute route)
    {
        var kind = edge.Action is null ? "data" : "control";
        var idle = edge.Share == 0 ? " idle" : "";
        var width = ThinWidth + ((WideWidth - ThinWidth) * (edge.Share ?? 0));
        svg.Add($"""<path class="edge {kind}{idle}" stroke-width="{width}" marker-end="url(#{kind})" d="{route.Path}"/>""");
    }

    private static void DrawNode(MarkupBuilder svg, DrawnNode node, NodeBox box)
    {
        var kind = node.Shape.ToString().ToLowerInvariant();
        switch (node.Shape)
        {
            case NodeShape.Circle:
                svg.Add($"""
                    <circle class="shape {kind}" cx="{box.X}" cy="{box.Y}" r="{NodeBox.Radius}"/>
                    <text class="macs" x="{box.X}" y="{box.Y + NodeBox.Radius + NameDrop}">{node.Name}</text>
                    """);
                return;
            case NodeShape.Diamond:
                svg.Add($"""<path class="shape {kind}" d="M{box.Left} {box.Y}L{box.X} {box.Top}L{box.Right} {box.Y}L{box.X} {box.Bottom}Z"/>""");
                break;
            default:
                var corner = node.Shape == NodeShape.Pill ? box.Height / 2 : Corner;
                svg.Add($"""<rect class="shape {kind}" x="{box.Left}" y="{box.Top}" width="{box.Width}" height="{box.Height}" rx="{corner}"/>""");
                break;
        }

        var hasMacs = node.Macs is not null;
        svg.Add($"""<text class="name" x="{box.X}" y="{box.Y + (hasMacs ? -2 : 4.5)}">{node.Name}</text>""");
        if (hasMacs)
            svg.Add($"""<text class="macs" x="{box.X}" y="{box.Y + 14}">{Numbers.Macs(node.Macs)}</text>""");
    }

    private static void DrawLabels(MarkupBuilder svg, IReadOnlyList<DrawnEdge> edges, LayeredLayout layout)
    {
        var places = new RouteLabels(layout.Boxes);
        foreach (var (edge, route) in edges.Zip(layout.Routes).Where(edge => edge.First.Label.Length > 0).OrderBy(edge => edge.First.Action is null))
        {
            var (x, y) = places.Place(edge.Label, route);
            svg.Add($"""<text class="label" x="{x}" y="{y + 4}">{edge.Label}</text>""");
        }
    }

    private static Markup StyleSheet()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("graph.css")
            ?? throw new InvalidOperationException("the style sheet is missing from the assembly");
        using var reader = new StreamReader(stream);
        return new(reader.ReadToEnd());
    }
}
