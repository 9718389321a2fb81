using Ponder.Graph;
using Ponder.Inference.Steps;
using Ponder.Kernels;

namespace Ponder.Inference.Compilation;

/// <summary>Turns a graph into steps: demand analysis gives the segments, here every operator gets its kernel and its place.</summary>
internal sealed class GraphCompiler
{
    // About three quarters of a second-level cache.
    private const int CacheBytes = 768 * 1024;
    private const int LargestChunk = 64;

    private readonly GatedGraph _graph;
    private readonly HashSet<string> _fed;
    private readonly IReadOnlyList<string> _outputs;
    private readonly DemandAnalysis _analysis;
    private readonly Dictionary<string, List<GraphNode>> _readers = [];
    private readonly Dictionary<string, TensorLayout> _layouts = [];
    private readonly HashSet<GraphNode> _fused = [];
    private readonly HashSet<string> _unwritten = [];
    private readonly List<string> _faults = [];

    private GraphCompiler(GatedGraph graph, IReadOnlyList<TensorInfo> feeds, IReadOnlyList<string> outputs)
    {
        (_graph, _outputs) = (graph, outputs);
        _fed = feeds.Select(feed => feed.Name).ToHashSet();
        _analysis = DemandAnalysis.Of(graph, outputs, _fed);
        foreach (var node in Nodes)
        {
            foreach (string input in node.Inputs.Distinct())
            {
                if (!_readers.TryGetValue(input, out var readers))
                    _readers[input] = readers = [];
                readers.Add(node);
            }
        }

        foreach (var feed in feeds)
            AddLayout(feed);
        foreach (var node in Nodes)
            AddLayout(graph.Tensor(node.Output));
        foreach (string constant in Nodes.SelectMany(node => node.Inputs).Distinct().Where(graph.IsConstant))
            AddConstant(constant);
    }

    private IEnumerable<GraphNode> Nodes => _analysis.Segments.SelectMany(segment => segment.Nodes);

    /// <summary>Compiles what some outputs need.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="feeds">Tensors that the caller feeds, with the shapes that it feeds them in.</param>
    /// <param name="outputs">Tensors that the caller asks for.</param>
    /// <exception cref="UnsupportedOperatorException">The engine lacks operators; all nodes are listed.</exception>
    public static CompiledGraph Compile(GatedGraph graph, IReadOnlyList<TensorInfo> feeds, IReadOnlyList<string> outputs)
    {
        if (graph.ShapeFaults.Count > 0)
            throw new UnsupportedOperatorException(graph.Source, graph.ShapeFaults);
        return new GraphCompiler(graph, feeds, outputs).Compile(feeds);
    }

    private CompiledGraph Compile(IReadOnlyList<TensorInfo> feeds)
    {
        var gates = _analysis.Gates.Select(gate => _layouts.GetValueOrDefault(gate.Condition)).ToArray();
        TensorLayout[] fed = [.. feeds.Select(feed => _layouts[feed.Name])];
        TensorLayout[] asked = [.. _outputs.Select(output => _layouts[output])];
        int chunkSize = ChunkSize();
        var segments = new List<CompiledSegment>();
        foreach (var segment in _analysis.Segments)
        {
            var steps = new List<IStep>();
            foreach (var node in segment.Nodes.Where(node => !_fused.Contains(node)))
            {
                if (Step(node) is { } step)
                    steps.Add(step);
                else
                    _faults.Add($"node '{node.Name}' ({node.OpType}) does not run on the engine with {_graph.Tensor(node.Output)}");
            }

            segments.Add(new CompiledSegment(segment.Demand, [.. steps]));
        }

        var layouts = _layouts.Values.Where(layout => !_unwritten.Contains(layout.Info.Name)).ToArray();
        return _faults.Count == 0
            ? new CompiledGraph(layouts, fed, asked, segments, gates, chunkSize)
            : throw new UnsupportedOperatorException(_graph.Source, _faults);
    }

    /// <summary>Samples that run together: as many as keep a layer's input and output in cache, or as share its weights' way to it.</summary>
    private int ChunkSize()
    {
        long activations = 2 * _layouts.Values.Max(layout => (long)layout.SampleStride * sizeof(float));
        long weights = Nodes.SelectMany(node => node.Inputs).Where(_graph.IsConstant)
            .Select(name => _graph.Tensor(name).Shape.SampleLength * sizeof(float)).DefaultIfEmpty().Max();
        return (int)Math.Clamp(Math.Max(CacheBytes, weights) / Math.Max(1, activations), 1, LargestChunk);
    }

    private IStep? Step(GraphNode node) => node.OpType switch
    {
        "Conv" => Convolution(node),
        "Gemm" => Linear(node),
        "MaxPool" => MaxPooling(node),
        "Flatten" when In(node, 0).IsImage => new FlattenStep(In(node, 0), Out(node)),
        _ => RowSteps.Create(_graph, node, [.. node.Inputs.Select(input => _layouts.GetValueOrDefault(input))], Out(node)),
    };

    private IStep? Convolution(GraphNode node)
    {
        var weights = Constant(node, 1);
        var bias = Constant(node, 2);
        if (weights is null || (node.HasInput(2) && bias is null) || node.GetInt("group", 1) != 1 || !In(node, 0).IsImage)
            return null;
        var window = Window(node);
        if (OnlyReader(node, "MaxPool") is { } pooling && IsStem(node, window, pooling))
            return Stem(node, window, pooling, weights, bias);
        var shape = new ConvolutionShape(
            weights.Shape[1], weights.Shape[0], window.Height, window.Width, window.DilationHeight, window.DilationWidth);
        var kernel = new ConvolutionKernel(shape, weights.Floats, bias is null ? [] : bias.Floats);
        var (destination, relu) = FuseRelu(node);
        return new ConvolutionStep(kernel, window, In(node, 0), destination, relu);
    }

    private IStep? Linear(GraphNode node)
    {
        var weights = Constant(node, 1);
        var bias = Constant(node, 2);
        bool isPlain = node.GetFloat("alpha", 1) == 1 && node.GetFloat("beta", 1) == 1 && node.GetInt("transA", 0) == 0;
        if (weights is null || !isPlain || (node.HasInput(2) && bias?.Length != Out(node).SampleLength))
            return null;
        var source = In(node, 0);
        int inputs = source.SampleLength, outputs = Out(node).SampleLength;
        float[] rows = LinearWeights.InRowOrder(
            weights.Floats, inputs, outputs, isTransposed: node.GetInt("transB", 0) != 0,
            source.IsPixelOrder ? _graph.Tensor(_graph.Producer(source.Info.Name)!.Inputs[0]).Shape : null);
        var offsets = bias is null ? [] : bias.Floats;
        var (destination, relu) = FuseRelu(node);
        return outputs <= NarrowLinearKernel.MaxOutputs
            ? new NarrowLinearStep(new NarrowLinearKernel(inputs, outputs, rows, offsets), source, destination, relu)
            : new LinearStep(new ConvolutionKernel(new ConvolutionShape(inputs, outputs, 1, 1), rows, offsets), source, destination, relu);
    }

    private MaxPoolingStep? MaxPooling(GraphNode node)
    {
        var window = Window(node);
        if (!In(node, 0).IsImage || node.Outputs.Count != 1 || window is not { DilationHeight: 1, DilationWidth: 1 })
            return null;
        var (destination, relu) = FuseRelu(node);
        return MaxPoolingStep.Create(window, In(node, 0), destination, relu);
    }

    /// <summary>Where a node writes: into its only reader's place when that is a ReLU.</summary>
    private (TensorLayout Destination, bool Relu) FuseRelu(GraphNode node)
    {
        if (OnlyReader(node, "Relu") is not { } relu)
            return (Out(node), false);
        _fused.Add(relu);
        _unwritten.Add(node.Output);
        return (Out(relu), true);
    }

    /// <summary>The one node that reads what a node makes, if it is of a type and runs for the same samples.</summary>
    private GraphNode? OnlyReader(GraphNode node, string opType) =>
        !_outputs.Contains(node.Output) && _readers.GetValueOrDefault(node.Output) is [var reader] && reader.OpType == opType
            && _analysis.Of(reader.Output) == _analysis.Of(node.Output)
            ? reader
            : null;

    /// <summary>Whether a convolution and the pooling behind it are what <see cref="StemKernel"/> computes.</summary>
    private bool IsStem(GraphNode node, WindowGeometry window, GraphNode pooling) =>
        In(node, 0).Channels == 1 && pooling.Outputs.Count == 1
        && window is { StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1 }
        && Window(pooling) is
        {
            Height: 2, Width: 2, StrideHeight: 2, StrideWidth: 2, DilationHeight: 1, DilationWidth: 1,
            PadTop: 0, PadLeft: 0, PadBottom: 0, PadRight: 0,
        }
        && Out(pooling).Height == (Out(node).Height + 1) / 2 && Out(pooling).Width == (Out(node).Width + 1) / 2;

    private StemStep Stem(GraphNode node, WindowGeometry window, GraphNode pooling, HostTensor weights, HostTensor? bias)
    {
        var (source, convolved) = (In(node, 0), Out(node));
        _fused.Add(pooling);
        _unwritten.Add(node.Output);
        var (destination, relu) = FuseRelu(pooling);
        var shape = new StemShape(convolved.Channels, window.Height, window.Width, convolved.Height, convolved.Width);
        var kernel = new StemKernel(shape, weights.Floats, bias is null ? [] : bias.Floats);
        return new StemStep(kernel, source.Pixel(-window.PadTop, -window.PadLeft), source, destination, relu);
    }

    private WindowGeometry Window(GraphNode node)
    {
        var window = node.OpType == "Conv"
            ? WindowGeometry.OfConvolution(node, _graph.Tensor(node.Inputs[1]).Shape)!
            : WindowGeometry.OfPooling(node)!;
        var image = _graph.Tensor(node.Inputs[0]).Shape;
        return window.ForImage(image[2], image[3]);
    }

    private HostTensor? Constant(GraphNode node, int input) =>
        node.HasInput(input) && _graph.IsConstant(node.Inputs[input]) && !_fed.Contains(node.Inputs[input])
            ? _graph.Constant(node.Inputs[input])
            : null;

    private TensorLayout In(GraphNode node, int index) => _layouts[node.Inputs[index]];

    private TensorLayout Out(GraphNode node) => _layouts[node.Output];

    private void AddLayout(TensorInfo info)
    {
        if (_layouts.ContainsKey(info.Name))
            return;
        var border = default(Border);
        var readers = _readers.GetValueOrDefault(info.Name) ?? [];
        if (info.Shape.Rank == 4)
            border = readers.Where(node => node.OpType == "Conv").Select(BorderFor).Aggregate(border, (a, b) => a.Widen(b));
        bool isPixelOrder = _graph.Producer(info.Name) is { OpType: "Flatten" } flatten && !_fed.Contains(info.Name)
            && _graph.Tensor(flatten.Inputs[0]).Shape.Rank == 4 && !_outputs.Contains(info.Name)
            && readers.All(node => node.OpType == "Gemm" && node.Inputs[0] == info.Name && node.Inputs.Skip(1).All(i => i != info.Name));
        _layouts[info.Name] = new TensorLayout(_layouts.Count, info, border, null, isPixelOrder);
    }

    private void AddConstant(string name)
    {
        if (!_layouts.ContainsKey(name))
            _layouts[name] = new TensorLayout(_layouts.Count, _graph.Tensor(name), default, _graph.Constant(name));
    }

    private Border BorderFor(GraphNode node)
    {
        var window = Window(node);
        var input = _graph.Tensor(node.Inputs[0]).Shape;
        var output = _graph.Tensor(node.Output).Shape;
        int Behind(int count, int stride, int dilation, int size, int pad, int length) =>
            Math.Max(0, ((count - 1) * stride) + (dilation * (size - 1)) + 1 - pad - length);
        return new Border(
            window.PadTop, window.PadLeft,
            Behind(output[2], window.StrideHeight, window.DilationHeight, window.Height, window.PadTop, input[2]),
            Behind(output[3], window.StrideWidth, window.DilationWidth, window.Width, window.PadLeft, input[3]));
    }
}
