using Ponder.Graph;

namespace Ponder.Inference.Compilation;

/// <summary>Gives every tensor that is fed, written or constant its layout, each with a slot of its own.</summary>
internal sealed class LayoutPlanner
{
    private readonly GraphView _view;
    private readonly IReadOnlyList<FusedOperator> _operators;
    private readonly Dictionary<string, TensorLayout> _layouts = [];
    private readonly HashSet<string> _views = [];
    private readonly Dictionary<string, HashSet<string>> _alike = [];
    private readonly ILookup<string, GraphNode> _convolutions; // by what they read
    private readonly InPlaceGates _inPlace;

    private LayoutPlanner(GraphView view, IReadOnlyList<FusedOperator> operators)
    {
        (_view, _operators, _inPlace) = (view, operators, InPlaceGates.Find(view, operators));
        _convolutions = operators.Where(fused => fused.Node.OpType == "Conv").ToLookup(fused => fused.Source(view), fused => fused.Node);
    }

    public static LayoutPlan Plan(GraphView view, IReadOnlyList<FusedOperator> operators) => new LayoutPlanner(view, operators).Plan();

    private LayoutPlan Plan()
    {
        foreach (var fused in _operators)
            BindAlike(fused);
        foreach (var feed in _view.Feeds)
            _layouts[feed.Name] = new TensorLayout(_layouts.Count, feed, BorderOf(feed.Name));
        foreach (string constant in _operators.SelectMany(fused => fused.Reads(_view)).Concat(_view.Outputs).Where(_view.IsConstant).Distinct())
            _layouts[constant] = new TensorLayout(_layouts.Count, _view.Graph.Tensor(constant), Constant: _view.Graph.Constant(constant));
        foreach (var fused in _operators)
            _layouts[fused.Output] = LayoutOf(fused);
        return new LayoutPlan(_layouts, _views);
    }

    /// <summary>Tensors between which whole buffers are copied or added get borders of one width.</summary>
    private void BindAlike(FusedOperator fused)
    {
        if (!_view.IsImage(fused.Output))
            return;
        if (fused.Residual is { } residual)
            Bind(fused.Output, residual);
        if (fused.Node.OpType == "Where")
        {
            foreach (string side in _view.InputsOf(fused.Node).Skip(1).Where(_view.IsImage))
                Bind(fused.Output, side);
        }
    }

    private void Bind(string one, string other)
    {
        HashSet<string> both = [one, other, .. AlikeTo(one), .. AlikeTo(other)];
        foreach (string tensor in both)
            _alike[tensor] = both;
    }

    private HashSet<string> AlikeTo(string tensor) => _alike.GetValueOrDefault(tensor) ?? [tensor];

    private TensorLayout LayoutOf(FusedOperator fused)
    {
        var info = _view.Graph.Tensor(fused.Output);
        if (_inPlace.Of(fused.Output) is { } overwritten)
        {
            if (fused.Node.OpType == "Where")
                _views.Add(info.Name); // the layer before has written it
            return _layouts[overwritten] with { Info = info };
        }

        var layout = new TensorLayout(_layouts.Count, info, BorderOf(info.Name), null, FlattenedImage(fused));
        if (!GraphView.IsReshaping(fused.Node) || _layouts[fused.Source(_view)] is not { Constant: null } source)
            return layout;
        bool isSameMemory = (source.IsRow && layout.IsRow) || (layout.FlattenedImage is not null && source.Border == default);
        if (!isSameMemory)
            return layout;
        _views.Add(info.Name);
        return layout with { Slot = source.Slot };
    }

    /// <summary>The image whose pixel order a row may keep: when only weights that can be permuted read it.</summary>
    private TensorShape? FlattenedImage(FusedOperator fused)
    {
        string output = fused.Output;
        bool flattens = GraphView.IsReshaping(fused.Node) && _view.ShapeOf(output).Rank == 2 && _view.IsImage(fused.Source(_view));
        return flattens && !_view.IsAsked(output) && _view.ReadersOf(output).All(node =>
            node.OpType == "Gemm" && _view.Resolve(node.Inputs[0]) == output && node.Inputs.Skip(1).All(input => _view.Resolve(input) != output))
            ? _view.ShapeOf(fused.Source(_view))
            : null;
    }

    private Border BorderOf(string tensor) => _view.IsImage(tensor)
        ? AlikeTo(tensor).SelectMany(name => _convolutions[name]).Select(BorderFor).Aggregate(default(Border), (a, b) => a.Widen(b))
        : default;

    private Border BorderFor(GraphNode node)
    {
        var window = _view.Window(node);
        var (input, output) = (_view.ShapeOf(node.Inputs[0]), _view.ShapeOf(node.Output));
        int Behind(int count, int stride, int dilation, int size, int pad, int length) =>
            Math.Max(0, ((count - 1) * stride) + (dilation * (size - 1)) + 1 - pad - length);
        return new Border(
            window.PadTop, window.PadLeft,
            Behind(output[2], window.StrideHeight, window.DilationHeight, window.Height, window.PadTop, input[2]),
            Behind(output[3], window.StrideWidth, window.DilationWidth, window.Width, window.PadLeft, input[3]));
    }
}
