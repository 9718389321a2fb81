using Ponder.Graph;
using Ponder.Kernels;

namespace Ponder.Inference.Compilation;

/// <summary>The part of a graph that runs for some feeds and outputs. Operators that only pass a tensor on are looked through.</summary>
internal sealed class GraphView
{
    private readonly HashSet<string> _fed;
    private readonly HashSet<string> _asked;
    private readonly Dictionary<string, string> _sameAs = [];
    private readonly Dictionary<string, List<GraphNode>> _readers = [];

    /// <summary>Looks at what some outputs need.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="feeds">Tensors that the caller feeds.</param>
    /// <param name="outputs">Tensors that the caller asks for.</param>
    /// <param name="positions">Whether gates by position save work; without, they only choose between images that are computed everywhere.</param>
    public GraphView(GatedGraph graph, IReadOnlyList<TensorInfo> feeds, IReadOnlyList<string> outputs, bool positions)
    {
        (Graph, Feeds) = (graph, feeds);
        _fed = feeds.Select(feed => feed.Name).ToHashSet();
        Analysis = DemandAnalysis.Of(graph, outputs, _fed, positions);
        Positions = positions ? PositionAnalysis.Of(graph, outputs, _fed) : null;
        var segments = new List<(Demand Demand, IReadOnlyList<GraphNode> Nodes)>();
        foreach (var segment in Analysis.Segments)
            segments.Add((segment.Demand, [.. segment.Nodes.Where(node => !TryLookThrough(node))]));
        Segments = segments;
        Outputs = [.. outputs.Select(Resolve)];
        _asked = [.. Outputs];
        foreach (var node in Nodes)
        {
            foreach (string input in InputsOf(node).Distinct())
            {
                if (!_readers.TryGetValue(input, out var readers))
                    _readers[input] = readers = [];
                readers.Add(node);
            }
        }
    }

    public GatedGraph Graph { get; }

    public IReadOnlyList<TensorInfo> Feeds { get; }

    public DemandAnalysis Analysis { get; }

    private PositionAnalysis? Positions { get; }

    /// <summary>Where a tensor is asked; null for everywhere, or for one that nobody asks.</summary>
    public PositionDemand? AskedOf(string tensor) => Positions?.Of(tensor);

    /// <summary>The tensors asked for, under the names that <see cref="Resolve"/> gives.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Operators that do something, in running order.</summary>
    public IReadOnlyList<(Demand Demand, IReadOnlyList<GraphNode> Nodes)> Segments { get; }

    public IEnumerable<GraphNode> Nodes => Segments.SelectMany(segment => segment.Nodes);

    /// <summary>The tensor that a name stands for: another one behind an operator that only passes it on.</summary>
    public string Resolve(string name) => _sameAs.GetValueOrDefault(name, name);

    /// <summary>The tensors that a node reads, resolved.</summary>
    public IEnumerable<string> InputsOf(GraphNode node) => node.Inputs.Where(input => input.Length > 0).Select(Resolve);

    public IReadOnlyList<GraphNode> ReadersOf(string tensor) => _readers.GetValueOrDefault(tensor) ?? [];

    /// <summary>Whether an operator is a gate by position.</summary>
    public bool IsPositionGate(GraphNode node) =>
        node.OpType == "Where" && Analysis.GateOf(node) is { } gate && Analysis.Gates[gate].Kind == GateKind.Position;

    public bool IsAsked(string tensor) => _asked.Contains(tensor);

    /// <summary>Whether a tensor is a constant that the caller does not override.</summary>
    public bool IsConstant(string tensor) => Graph.IsConstant(tensor) && !_fed.Contains(tensor);

    /// <summary>The operator that makes a tensor; null for constants and for what the caller feeds.</summary>
    public GraphNode? Producer(string tensor) => _fed.Contains(tensor) ? null : Graph.Producer(tensor);

    public TensorShape ShapeOf(string tensor) => Graph.Tensor(tensor).Shape;

    /// <summary>An image that is computed or fed.</summary>
    public bool IsImage(string tensor) => !IsConstant(tensor) && ShapeOf(tensor).Rank == 4;

    /// <summary>Whether a node only gives its tensor a new shape.</summary>
    public static bool IsReshaping(GraphNode node) => node.OpType is "Flatten" or "Reshape" or "Squeeze" or "Unsqueeze";

    /// <summary>The value of an input, if it is a constant that the caller does not override.</summary>
    public HostTensor? Constant(GraphNode node, int input) =>
        node.HasInput(input) && IsConstant(node.Inputs[input]) ? Graph.Constant(node.Inputs[input]) : null;

    /// <summary>The one node that reads what a node makes, if it runs for the same samples.</summary>
    public GraphNode? OnlyReader(GraphNode node) =>
        !IsAsked(node.Output) && ReadersOf(node.Output) is [var reader] && Analysis.Of(reader.Output) == Analysis.Of(node.Output)
            ? reader
            : null;

    /// <summary>The window of a convolution or a pooling, its padding worked out.</summary>
    public WindowGeometry Window(GraphNode node)
    {
        var window = node.OpType == "Conv"
            ? WindowGeometry.OfConvolution(node, ShapeOf(node.Inputs[1]))!
            : WindowGeometry.OfPooling(node)!;
        var image = ShapeOf(node.Inputs[0]);
        return window.ForImage(image[2], image[3]);
    }

    /// <summary>Channels and window of a convolution.</summary>
    public ConvolutionShape Convolution(GraphNode node)
    {
        var window = Window(node);
        return new ConvolutionShape(
            ShapeOf(node.Inputs[0])[1], ShapeOf(node.Output)[1], window.Height, window.Width, window.DilationHeight, window.DilationWidth, node.GetInt("group", 1));
    }

    /// <summary>The bounds of a Clip node, if they are constants that the caller does not override.</summary>
    public ActivationRange? Clipping(GraphNode node) =>
        node.Inputs.Skip(1).All(input => input.Length == 0 || IsConstant(input)) && ClipBounds.Of(Graph, node) is { } bounds
            ? new ActivationRange(bounds.Least, bounds.Most)
            : null;

    private bool TryLookThrough(GraphNode node)
    {
        bool passesOn = node.OpType == "Identity" || (node.OpType == "Dropout" // its mask has no shape, so nobody reads it
            && (!node.HasInput(2) || Constant(node, 2) is { ElementType: ElementType.Boolean, Length: 1 } training && !training.Booleans[0]));
        if (!passesOn || IsConstant(node.Inputs[0]))
            return false;
        _sameAs[node.Output] = Resolve(node.Inputs[0]);
        return true;
    }
}
