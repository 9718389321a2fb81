namespace Ponder.Report.Graphs;

/// <summary>A node while it is being placed, or a bend of an edge that passes a column.</summary>
internal sealed class LayoutItem(NodeBox box)
{
    public NodeBox Box { get; set; } = box;

    public bool IsBend { get; } = box.Width == 0;

    public int Column { get; set; }

    public int Row { get; set; }

    public List<LayoutItem> Left { get; } = [];

    public List<LayoutItem> Right { get; } = [];
}
