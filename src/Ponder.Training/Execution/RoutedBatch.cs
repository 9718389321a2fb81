using Ponder.Graph;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Execution;

/// <summary>One batch on its way through a graph whose gates send each sample only where it is needed.</summary>
/// <remarks>
/// Every tensor has the rows of the samples that demand it, in order, so nodes learn from, and normalise over, the samples that
/// reach them. Tensors belong to the open dispose scope.
/// </remarks>
internal sealed class RoutedBatch
{
    private readonly RoutedGraph _route;
    private readonly int _count;
    private readonly bool _training;
    private readonly Choose _choose;
    private readonly Dictionary<string, Tensor> _tensors = [];
    private readonly Dictionary<string, Demand> _homes = [];
    private readonly Dictionary<Demand, int[]> _rows = [];
    private readonly Dictionary<(string Tensor, Demand Demand), Tensor> _moved = [];
    private readonly bool[][] _outcomes;
    private readonly int[] _everybody;

    /// <summary>Decides a control node's choices.</summary>
    /// <param name="control">Index of the control node.</param>
    /// <param name="rows">The samples of the batch that reach it.</param>
    /// <param name="greedy">The actions of the highest scores, int64 [k, 1].</param>
    public delegate Tensor Choose(int control, int[] rows, Tensor greedy);

    public RoutedBatch(RoutedGraph route, Tensor samples, bool training, Choose choose)
    {
        (_route, _count, _training, _choose) = (route, checked((int)samples.shape[0]), training, choose);
        _outcomes = [.. Enumerable.Range(0, _count).Select(_ => new bool[route.Analysis.Gates.Count])];
        _everybody = [.. Enumerable.Range(0, _count)];
        _tensors[route.Input] = samples;
        foreach (var segment in route.Analysis.Segments)
            Run(segment);
    }

    /// <summary>The samples that a tensor has rows for, in order; empty where it was not computed.</summary>
    public int[] RowsOf(string tensor) => _tensors.ContainsKey(tensor) ? Rows(Home(tensor)) : [];

    /// <summary>A tensor that at least one sample demanded.</summary>
    public Tensor this[string tensor] => _tensors[tensor];

    // Null: everybody, as for inputs.
    private Demand? Home(string tensor) => _homes.GetValueOrDefault(tensor);

    private int[] Rows(Demand? demand)
    {
        if (demand is null)
            return _everybody;
        if (!_rows.TryGetValue(demand, out int[]? rows))
            _rows[demand] = rows = [.. Enumerable.Range(0, _count).Where(sample => demand.Holds(_outcomes[sample]))];
        return rows;
    }

    private void Run(Segment segment)
    {
        int[] rows = Rows(segment.Demand);
        if (rows.Length == 0)
            return;
        foreach (var node in segment.Nodes)
        {
            var made = _route.GateOf(node) is { } gate ? Merge(node, gate, rows) : Compute(node, segment.Demand);
            if (_route.ControlOf(node) is { } control)
                made = _choose(control, rows, made);
            (_tensors[node.Output], _homes[node.Output]) = (made, segment.Demand);
            if (_route.ConditionOf(node.Output) is { } decided)
                Note(decided, rows, made);
        }
    }

    private Tensor Compute(GraphNode node, Demand demand) => _route.Network.Apply(
        node, [.. node.Inputs.Select(name => name.Length == 0 ? null : IsConstant(name) ? _route.Network.Constant(name) : Move(name, demand))],
        overwrites: false, _training);

    // Rows of the one side, then rows of the other, then brought into order.
    private Tensor Merge(GraphNode node, int gate, int[] rows)
    {
        int[] open = [.. rows.Where(row => _outcomes[row][gate])], closed = [.. rows.Where(row => !_outcomes[row][gate])];
        var parts = new List<Tensor>();
        if (open.Length > 0)
            parts.Add(Side(node, 1, open));
        if (closed.Length > 0)
            parts.Add(Side(node, 2, closed));
        if (parts.Count == 1)
            return parts[0];
        var order = open.Concat(closed).Select((row, place) => (row, place)).OrderBy(at => at.row).Select(at => (long)at.place).ToArray();
        var type = parts.Any(part => part.dtype == ScalarType.Float32) ? ScalarType.Float32 : parts[0].dtype;
        return cat([.. parts.Select(part => part.dtype == type ? part : part.to(type))]).index_select(0, tensor(order));
    }

    private Tensor Side(GraphNode node, int input, int[] rows)
    {
        string name = node.Inputs[input];
        if (!IsConstant(name))
            return Select(name, rows);
        long[] shape = [.. _route.Network.Graph.Tensor(node.Output).Shape.WithBatch(rows.Length).Select(size => (long)size)];
        return _route.Network.Constant(name).expand(shape);
    }

    private Tensor Move(string name, Demand demand)
    {
        if (Home(name) == demand)
            return _tensors[name];
        if (!_moved.TryGetValue((name, demand), out var moved))
            _moved[(name, demand)] = moved = Select(name, Rows(demand));
        return moved;
    }

    private Tensor Select(string name, int[] rows)
    {
        int[] home = Rows(Home(name));
        if (home.Length == rows.Length)
            return _tensors[name]; // the same samples: these are among those
        long[] places = [.. rows.Select(row => (long)Array.BinarySearch(home, row))];
        return _tensors[name].index_select(0, tensor(places));
    }

    private void Note(int gate, int[] rows, Tensor condition)
    {
        using var flat = condition.reshape(-1).contiguous();
        var values = flat.data<bool>().ToArray();
        for (int i = 0; i < rows.Length; i++)
            _outcomes[rows[i]][gate] = values[i];
    }

    private bool IsConstant(string name) => !_tensors.ContainsKey(name) && _route.Network.Graph.IsConstant(name);
}
