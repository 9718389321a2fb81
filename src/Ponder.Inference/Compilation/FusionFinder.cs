using Ponder.Graph;
using Ponder.Kernels;

namespace Ponder.Inference.Compilation;

/// <summary>Finds nodes that one step computes: inner tensors that nobody else reads are never written.</summary>
internal sealed class FusionFinder
{
    private readonly GraphView _view;
    private readonly HashSet<GraphNode> _taken = [];

    private FusionFinder(GraphView view) => _view = view;

    /// <summary>The operators of each of the view's segments, in running order.</summary>
    public static IReadOnlyList<IReadOnlyList<FusedOperator>> Find(GraphView view)
    {
        var finder = new FusionFinder(view);
        var operators = new Dictionary<GraphNode, IReadOnlyList<FusedOperator>>();
        foreach (var node in view.Nodes)
        {
            if (!finder._taken.Contains(node))
            {
                var fused = finder.Fuse(node);
                operators[fused.Last] = node.OpType == "Split" ? finder.Parts(fused) : [fused];
            }
        }

        return [.. view.Segments.Select(segment => segment.Nodes.Where(operators.ContainsKey).SelectMany(node => operators[node]).ToArray())];
    }

    private FusedOperator[] Parts(FusedOperator split) =>
    [
        .. Enumerable.Range(0, split.Node.Outputs.Count).Select(part => split with { Part = part })
            .Where(part => _view.Producer(part.Output) is not null && (_view.IsAsked(part.Output) || _view.ReadersOf(part.Output).Count > 0)),
    ];

    private FusedOperator Fuse(GraphNode node)
    {
        var alone = new FusedOperator(node, node);
        return node.OpType switch
        {
            "Conv" when StemPooling(node) is { } pooling => WithRelu(Take(alone with { Pooling = pooling }, pooling)),
            "Conv" => WithRange(WithResidual(WithNormalization(alone))),
            "Slice" when Next(alone, "Pad") is { } pad && _view.IsImage(node.Output) => Take(new FusedOperator(pad, pad) { Slice = node }, pad),
            "Gemm" or "MatMul" => WithRelu(alone),
            "Sigmoid" when Next(alone, "Mul") is { } product && IsProductWithSource(node, product) => Take(alone with { IsSwish = true }, product),
            "BatchNormalization" when Scored(alone) is { } score => WithRange(Take(new FusedOperator(score, score) { Prior = node }, score)),
            "MaxPool" when _view.IsImage(node.Output) => WithRelu(alone),
            "Mul" when WithWeights(alone) is { Weights: not null } weighted => weighted,
            "BatchNormalization" or "Add" or "Sub" or "Mul" or "Div" when _view.IsImage(node.Output) => WithRange(alone),
            _ => alone,
        };
    }

    // A convolution with one output that weighs what a normalisation makes, as halting scores do.
    private GraphNode? Scored(FusedOperator normalization)
    {
        if (!ChannelScale.IsConstant(_view, normalization.Node) || Next(normalization, "Conv") is not { } reader || _view.Resolve(reader.Inputs[0]) != normalization.Output)
            return null;
        bool hasConstants = _view.Constant(reader, 1) is not null && (!reader.HasInput(2) || _view.Constant(reader, 2) is not null);
        var window = _view.Window(reader);
        bool isOnImage = window is { DilationHeight: 1, DilationWidth: 1 }
            && Math.Max(window.PadTop, window.PadBottom) < window.Height && Math.Max(window.PadLeft, window.PadRight) < window.Width; // some of every window
        return hasConstants && isOnImage && SingleOutputKernel.Fits(_view.Convolution(reader)) ? reader : null;
    }

    private FusedOperator WithNormalization(FusedOperator fused) =>
        Next(fused, "BatchNormalization") is { } next && ChannelScale.IsConstant(_view, next)
            ? Take(fused with { Normalization = next }, next)
            : fused;

    private FusedOperator WithResidual(FusedOperator fused)
    {
        if (Next(fused, "Add") is not { } add)
            return fused;
        string residual = _view.InputsOf(add).FirstOrDefault(input => input != fused.Output, fused.Output);
        return residual != fused.Output && _view.IsImage(residual) && _view.ShapeOf(residual) == _view.ShapeOf(fused.Output)
            ? Take(fused with { Residual = residual }, add)
            : fused;
    }

    // An image, one number for each of its positions, and an image of the same shape that their product is added to.
    private FusedOperator WithWeights(FusedOperator fused)
    {
        string[] inputs = [.. _view.InputsOf(fused.Node)];
        string? image = inputs.FirstOrDefault(input => _view.IsImage(input) && _view.ShapeOf(input) == _view.ShapeOf(fused.Output));
        string? weights = inputs.FirstOrDefault(input => _view.IsImage(input) && _view.ShapeOf(input)[1] == 1 && input != image);
        if (image is null || weights is null || Next(fused, "Add") is null || _view.ShapeOf(fused.Output)[1] == 1)
            return fused;
        var summed = WithResidual(fused);
        return summed.Residual is null ? fused : summed with { Weights = weights };
    }

    private FusedOperator WithRelu(FusedOperator fused) =>
        Next(fused, "Relu") is { } relu ? Take(fused with { Range = ActivationRange.Relu }, relu) : fused;

    private FusedOperator WithRange(FusedOperator fused) => Next(fused, "Clip") is { } clip && _view.Clipping(clip) is { } range
        ? Take(fused with { Range = range }, clip)
        : WithRelu(fused);

    private bool IsProductWithSource(GraphNode node, GraphNode product)
    {
        string source = _view.Resolve(node.Inputs[0]);
        return _view.InputsOf(product).ToHashSet().SetEquals([source, node.Output]);
    }

    private GraphNode? Next(FusedOperator fused, string opType) =>
        _view.OnlyReader(fused.Last) is { } reader && reader.OpType == opType && !_taken.Contains(reader) ? reader : null;

    private FusedOperator Take(FusedOperator fused, GraphNode last)
    {
        _taken.Add(last);
        return fused with { Last = last };
    }

    /// <summary>The pooling behind a convolution when the two are what <see cref="Kernels.StemKernel"/> computes.</summary>
    private GraphNode? StemPooling(GraphNode node)
    {
        var (input, output) = (_view.ShapeOf(node.Inputs[0]), _view.ShapeOf(node.Output));
        return input[1] == 1 && _view.OnlyReader(node) is { OpType: "MaxPool", Outputs.Count: 1 } pooling
            && _view.Window(node) is { StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1 }
            && _view.Window(pooling) is
            {
                Height: 2, Width: 2, StrideHeight: 2, StrideWidth: 2, DilationHeight: 1, DilationWidth: 1,
                PadTop: 0, PadLeft: 0, PadBottom: 0, PadRight: 0,
            }
            && _view.ShapeOf(pooling.Output) is var pooled && pooled[2] == (output[2] + 1) / 2 && pooled[3] == (output[3] + 1) / 2
            ? pooling
            : null;
    }
}
