namespace Ponder.Report.Graphs;

/// <summary>Puts labels onto their edges where they cover neither a node nor another label.</summary>
internal sealed class RouteLabels(IEnumerable<NodeBox> nodes)
{
    private const double Height = 15;

    // Half-way first; near an end an edge is hard to tell from its neighbours.
    private static readonly double[] Parts = [0.5, 0.58, 0.42, 0.66, 0.34, 0.74, 0.26];

    private readonly List<NodeBox> _taken = [.. nodes];

    /// <summary>The middle of a label.</summary>
    public (double X, double Y) Place(string label, EdgeRoute route)
    {
        var width = NodeBox.CharacterWidth * label.Length;
        var boxes = Enumerable.Range(0, route.Spans.Count).SelectMany(span => Parts.Select(part => route.At(span, part)))
            .Select(at => new NodeBox(at.X, at.Y, width, Height)).ToList();
        var box = boxes.Find(IsFree) is { Width: > 0 } free ? free : boxes[0];
        _taken.Add(box);
        return (box.X, box.Y);
    }

    private bool IsFree(NodeBox box) => _taken.TrueForAll(taken =>
        box.Right < taken.Left || box.Left > taken.Right || box.Bottom < taken.Top || box.Top > taken.Bottom);
}
