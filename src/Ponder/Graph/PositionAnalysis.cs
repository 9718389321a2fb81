namespace Ponder.Graph;

/// <summary>Finds for every tensor the positions at which somebody reads it.</summary>
/// <remarks>
/// Walks from the outputs to the inputs: a gate by position asks what it accepts only where it is open, an elementwise operator
/// passes that on, a convolution that keeps its image's size widens it by its padding, and all else asks everything. Readers of
/// one gate are joined at the wider radius; readers of several ask everything.
/// </remarks>
public sealed class PositionAnalysis
{
    private static readonly HashSet<string> Elementwise =
        ["Add", "Sub", "Mul", "Div", "Min", "Max", "Relu", "Clip", "Sigmoid", "Tanh", "LeakyRelu", "HardSigmoid", "HardSwish", "Elu", "Exp", "Neg", "Identity", "BatchNormalization", "Cast", "Not"];

    private readonly GatedGraph _graph;
    private readonly Dictionary<string, PositionDemand?> _asked = []; // null: everywhere

    private PositionAnalysis(GatedGraph graph) => _graph = graph;

    /// <summary>Analyses what some outputs need.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="outputs">Tensors that are asked everywhere.</param>
    /// <param name="fed">Inner tensors that the caller feeds.</param>
    public static PositionAnalysis Of(GatedGraph graph, IReadOnlyList<string> outputs, IReadOnlySet<string> fed)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(fed);
        var analysis = new PositionAnalysis(graph);
        foreach (string output in outputs)
            analysis._asked[output] = null;
        foreach (var node in graph.Nodes.Reverse())
        {
            if (node.Outputs.Any(output => analysis._asked.ContainsKey(output) && !fed.Contains(output)))
                analysis.Ask(node);
        }

        return analysis;
    }

    /// <summary>Where a tensor is asked; null for everywhere, or for one that nobody asks.</summary>
    public PositionDemand? Of(string tensor) => _asked.GetValueOrDefault(tensor);

    private void Ask(GraphNode node)
    {
        var own = node.Outputs.Count == 1 ? Of(node.Output) : null;
        if (GateFinder.KindOf(_graph, node) == GateKind.Position)
        {
            Ask(node.Inputs[0], null);
            Ask(node.Inputs[1], new PositionDemand(GateFinder.ConditionOf(_graph, node), 0));
            Ask(node.Inputs[2], own);
            return;
        }

        for (int i = 0; i < node.Inputs.Count; i++)
        {
            if (node.HasInput(i))
                Ask(node.Inputs[i], own is null ? null : OfInput(node, i, own));
        }
    }

    private PositionDemand? OfInput(GraphNode node, int input, PositionDemand own)
    {
        if (_graph.FindTensor(node.Inputs[input])?.Shape is not { Rank: 4, HasBatch: true } from || _graph.FindTensor(node.Output)?.Shape is not { Rank: 4 } to
            || from[2] != to[2] || from[3] != to[3])
        {
            return null;
        }

        return Elementwise.Contains(node.OpType) ? own
            : node.OpType == "Conv" && input == 0 && Reach(node) is { } reach ? own with { Radius = own.Radius + reach }
            : null;
    }

    // Null for windows that step.
    private int? Reach(GraphNode node)
    {
        var image = _graph.Tensor(node.Inputs[0]).Shape;
        var window = WindowGeometry.OfConvolution(node, _graph.Tensor(node.Inputs[1]).Shape)!.ForImage(image[2], image[3]); // a convolution has a window
        return window is { StrideHeight: 1, StrideWidth: 1 } ? Math.Max(Math.Max(window.PadTop, window.PadBottom), Math.Max(window.PadLeft, window.PadRight)) : null;
    }

    private void Ask(string tensor, PositionDemand? demand) => _asked[tensor] =
        !_asked.TryGetValue(tensor, out var known) ? demand
        : known is not null && demand is not null && known.Condition == demand.Condition ? known with { Radius = Math.Max(known.Radius, demand.Radius) }
        : null;
}
