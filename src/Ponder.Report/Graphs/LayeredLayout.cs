namespace Ponder.Report.Graphs;

/// <summary>Places nodes in columns from left to right, each behind all that leads to it, and routes edges around them.</summary>
/// <remarks>
/// Longest-path layering; an edge over several columns has a bend in each; columns are ordered by the mean place of their
/// neighbours, the order of the fewest crossings is kept; heights are as near to the neighbours' as the order allows.
/// </remarks>
internal sealed class LayeredLayout
{
    public const double Margin = 16;

    private const double RowGap = 26;
    private const double BendHeight = 4;
    private const double MinColumnGap = 56;
    private const double LabelMargin = 34;
    private const int Sweeps = 12;

    private readonly List<LayoutItem> _items;
    private readonly List<LayoutItem>[] _columns;
    private readonly List<LayoutItem[]> _chains = [];

    private LayeredLayout(IReadOnlyList<DrawnNode> nodes, IReadOnlyList<DrawnEdge> edges)
    {
        _items = [.. nodes.Select(node => new LayoutItem(NodeBox.Of(node)))];
        var heads = edges.ToLookup(edge => edge.To);
        for (var node = 0; node < nodes.Count; node++)
            _items[node].Column = heads[node].Select(edge => _items[edge.From].Column + 1).DefaultIfEmpty(0).Max();
        foreach (var edge in edges)
            _chains.Add(Chain(edge));
        _columns = [.. _items.GroupBy(item => item.Column).OrderBy(column => column.Key).Select(column => column.ToList())];
        Order();
        PlaceRows();
        PlaceColumns(edges);
        Boxes = [.. _items.Take(nodes.Count).Select(item => item.Box)];
        Routes = [.. _chains.Select(Route)];
    }

    public IReadOnlyList<NodeBox> Boxes { get; }

    public IReadOnlyList<EdgeRoute> Routes { get; }

    public double Width { get; private set; }

    public double Height { get; private set; }

    public static LayeredLayout Of(IReadOnlyList<DrawnNode> nodes, IReadOnlyList<DrawnEdge> edges) => new(nodes, edges);

    private LayoutItem[] Chain(DrawnEdge edge)
    {
        var (from, to) = (_items[edge.From], _items[edge.To]);
        var bends = Enumerable.Range(from.Column + 1, to.Column - from.Column - 1)
            .Select(column => new LayoutItem(new NodeBox(0, 0, 0, BendHeight)) { Column = column }).ToArray();
        _items.AddRange(bends);
        LayoutItem[] chain = [from, .. bends, to];
        foreach (var (left, right) in chain.Zip(chain.Skip(1)))
        {
            left.Right.Add(right);
            right.Left.Add(left);
        }

        return chain;
    }

    private void Order()
    {
        Number();
        var (fewest, best) = (Crossings(), _columns.Select(column => column.ToArray()).ToArray());
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            var isForward = sweep % 2 == 0;
            foreach (var column in isForward ? _columns : _columns.Reverse())
            {
                var ordered = column.OrderBy(item => MeanRow(item, isForward ? item.Left : item.Right)).ToArray();
                column.Clear();
                column.AddRange(ordered);
                Number(column);
            }

            if (Crossings() is var crossings && crossings < fewest)
                (fewest, best) = (crossings, [.. _columns.Select(column => column.ToArray())]);
        }

        for (var column = 0; column < _columns.Length; column++)
            _columns[column] = [.. best[column]];
        Number();
    }

    private void Number()
    {
        foreach (var column in _columns)
            Number(column);
    }

    private static void Number(List<LayoutItem> column)
    {
        for (var row = 0; row < column.Count; row++)
            column[row].Row = row;
    }

    private static double MeanRow(LayoutItem item, List<LayoutItem> neighbours) =>
        neighbours.Count == 0 ? item.Row : neighbours.Average(neighbour => neighbour.Row);

    private int Crossings() => _columns.Sum(column =>
    {
        var edges = column.SelectMany(item => item.Right.Select(right => (Left: item.Row, Right: right.Row))).ToArray();
        return edges.Sum(one => edges.Count(other => one.Left < other.Left && one.Right > other.Right));
    });

    // Sweeps to both sides, each column as near to its neighbours as its order allows.
    private void PlaceRows()
    {
        foreach (var column in _columns)
            Settle(column, _ => 0);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (var column in sweep % 2 == 0 ? _columns : _columns.Reverse())
                Settle(column, item => item.Left.Concat(item.Right).Select(neighbour => neighbour.Box.Y).DefaultIfEmpty(item.Box.Y).Average());
        }

        var top = _items.Min(item => item.Box.Top);
        foreach (var item in _items)
            item.Box = item.Box with { Y = item.Box.Y - top + Margin };
        Height = _items.Max(item => item.Box.Bottom) + RowGap + Margin; // the name of a small circle hangs below
    }

    // Least squares under an order: items that would overlap move as one block.
    private static void Settle(List<LayoutItem> column, Func<LayoutItem, double> wanted)
    {
        var blocks = new List<(double Sum, int Count)>();
        var offsets = Offsets(column);
        for (var row = 0; row < column.Count; row++)
        {
            blocks.Add((wanted(column[row]) - offsets[row], 1));
            while (blocks.Count > 1 && Mean(blocks[^2]) > Mean(blocks[^1]))
            {
                var joined = (blocks[^2].Sum + blocks[^1].Sum, blocks[^2].Count + blocks[^1].Count);
                blocks.RemoveRange(blocks.Count - 2, 2);
                blocks.Add(joined);
            }
        }

        var places = blocks.SelectMany(block => Enumerable.Repeat(Mean(block), block.Count)).ToArray();
        for (var row = 0; row < column.Count; row++)
            column[row].Box = column[row].Box with { Y = places[row] + offsets[row] };

        static double Mean((double Sum, int Count) block) => block.Sum / block.Count;
    }

    private static double[] Offsets(List<LayoutItem> column)
    {
        var offsets = new double[column.Count];
        for (var row = 1; row < column.Count; row++)
            offsets[row] = offsets[row - 1] + ((column[row - 1].Box.Height + column[row].Box.Height) / 2) + RowGap;
        return offsets;
    }

    // Between two columns there is room for the longest label of an edge that begins there.
    private void PlaceColumns(IReadOnlyList<DrawnEdge> edges)
    {
        var left = Margin;
        foreach (var column in _columns)
        {
            var width = column.Max(item => item.Box.Width);
            foreach (var item in column)
                item.Box = item.Box with { X = left + (width / 2), Width = item.IsBend ? width : item.Box.Width };
            Width = left + width + Margin;
            var label = edges.Where(edge => _items[edge.From].Column == column[0].Column).Select(edge => edge.Label.Length).DefaultIfEmpty(0).Max();
            left += width + Math.Max(MinColumnGap, (NodeBox.CharacterWidth * label) + LabelMargin);
        }
    }

    private static EdgeRoute Route(LayoutItem[] chain) => new([.. chain.Zip(chain.Skip(1), (left, right) =>
        (left.Box.Right, left.Box.Y, right.IsBend ? right.Box.Left : right.Box.Left - EdgeRoute.HeadLength, right.Box.Y))]);
}
