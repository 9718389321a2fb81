using System.Xml.Linq;
using Ponder.Report.Graphs;

namespace Ponder.Report.Tests;

public sealed class GraphPictureTests
{
    private static readonly DrawnNode[] Nodes =
    [
        new("x", NodeShape.Pill), new("q <1>", NodeShape.Diamond, 1_230_000), new("wide", NodeShape.Rectangle, 36),
        new("narrow", NodeShape.Rectangle, 18), new("none", NodeShape.Circle), new("answer", NodeShape.Pill),
    ];

    private static readonly DrawnEdge[] Edges =
    [
        new(0, 1, Share: 1), new(0, 2, Share: 0.5), new(0, 3, Share: 0), new(1, 2, "go", 0.5), new(1, 3, "run", 0), new(1, 4, "stop", 0.5),
        new(2, 5, Share: 0.5), new(3, 5, Share: 0),
    ];

    private static XElement[] Elements(string kind) =>
        [.. XDocument.Parse(GraphPicture.Render("a & b", Nodes, Edges)).Descendants().Where(element => $"{element.Attribute("class")?.Value} ".Contains(kind + " ", StringComparison.Ordinal))];

    [Fact]
    public void Render_Texts_AreEscaped() => Assert.Contains("q <1>", Elements("name").Select(text => text.Value));

    [Fact]
    public void Render_Shapes_AreThoseOfTheNodes() =>
        Assert.Equal((1, 2, 1, 2), (Elements("diamond").Length, Elements("rectangle").Length, Elements("circle").Length, Elements("pill").Length));

    [Fact]
    public void Render_Macs_StandInTheNodesThatCompute() => Assert.Equal(["1.23 M", "36", "18", "none"], Elements("macs").Select(text => text.Value));

    [Fact]
    public void Render_ControlEdges_AreDrawnAsSuch() => Assert.Equal(3, Elements("edge control").Length);

    [Fact]
    public void Render_Labels_HaveActionAndShare() =>
        Assert.Equal(["go 50 %", "run 0 %", "stop 50 %", "100 %", "50 %", "0 %", "50 %", "0 %"], Elements("label").Select(text => text.Value));

    [Fact]
    public void Render_Widths_GrowWithTheShare() =>
        Assert.Equal(["6", "3.8", "1.6"], Elements("edge").Select(edge => edge.Attribute("stroke-width")!.Value).Distinct()); // by data edge: 1, 0.5, 0

    [Fact]
    public void Render_BackwardEdge_IsRefused() => Assert.Contains(
        "expected to lead forward among 6 nodes, got 2 to 1", Assert.Throws<ArgumentException>(() => GraphPicture.Render("a", Nodes, [new(2, 1)])).Message);

    [Fact]
    public void Layout_Edges_LeadFromLeftToRight()
    {
        var layout = LayeredLayout.Of(Nodes, Edges);

        Assert.All(layout.Routes.SelectMany(route => route.Spans), span => Assert.True(span.X1 <= span.X2));
    }

    [Fact]
    public void Layout_Nodes_DoNotTouch()
    {
        var boxes = LayeredLayout.Of(Nodes, Edges).Boxes;
        var touching = from one in boxes
                       from other in boxes
                       where one != other && one.Left < other.Right && other.Left < one.Right && one.Top < other.Bottom && other.Top < one.Bottom
                       select (one, other);

        Assert.Empty(touching);
    }

    [Fact]
    public void Layout_LongEdge_PassesTheNodesBetween()
    {
        var layout = LayeredLayout.Of(Nodes, Edges);
        double passing = layout.Routes[1].Spans[0].Y2; // x to wide, in the column of the diamond

        Assert.True(passing < layout.Boxes[1].Top || passing > layout.Boxes[1].Bottom);
    }

    [Fact]
    public void Layout_EverythingFitsThePicture()
    {
        var layout = LayeredLayout.Of(Nodes, Edges);

        Assert.All(layout.Boxes, box => Assert.True(box.Left >= 0 && box.Top >= 0 && box.Right <= layout.Width && box.Bottom <= layout.Height));
    }
}
