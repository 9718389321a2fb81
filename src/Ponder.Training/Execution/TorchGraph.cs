using Ponder.Graph;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Execution;

/// <summary>A graph whose constants live as TorchSharp tensors, the weights among them with gradients.</summary>
/// <remarks>Owns its constants; tensors made by <see cref="Run"/> belong to the open dispose scope.</remarks>
internal sealed class TorchGraph : IDisposable
{
    private static readonly string[] LayersWithWeights = ["Conv", "Gemm", "MatMul"];

    private readonly GatedGraph _graph;
    private readonly Dictionary<string, Tensor> _constants = [];

    public TorchGraph(GatedGraph graph)
    {
        _graph = graph;
        WeightNames = [.. graph.Nodes.SelectMany(Weights).Where(graph.IsConstant).Distinct()];
        StateNames = [.. WeightNames.Concat(graph.Nodes.SelectMany(Statistics).Where(graph.IsConstant)).Distinct()];
        foreach (string name in graph.Nodes.SelectMany(node => node.Inputs).Where(graph.IsConstant).Distinct())
        {
            using var value = TorchTensors.FromHost(graph.Constant(name));
            _constants[name] = value.clone().requires_grad_(WeightNames.Contains(name)).DetachFromDisposeScope();
        }
    }

    /// <summary>Names of all trainable constants, in the graph's order.</summary>
    public IReadOnlyList<string> WeightNames { get; }

    /// <summary>Names of all constants that training changes: the weights, then the running statistics.</summary>
    public IReadOnlyList<string> StateNames { get; }

    public Tensor Weight(string name) => _constants[name];

    /// <summary>Computes tensors from feeds, and only what they need.</summary>
    /// <param name="feeds">Tensors by name; they stay the caller's.</param>
    /// <param name="outputs">Names of the tensors asked for.</param>
    /// <param name="training">Whether normalisation and dropout train.</param>
    public Dictionary<string, Tensor> Run(
        IReadOnlyDictionary<string, Tensor> feeds, IReadOnlyList<string> outputs, bool training = false)
    {
        var needed = new HashSet<string>(outputs);
        var nodes = new Stack<GraphNode>();
        foreach (var node in _graph.Nodes.Reverse())
        {
            if (!node.Outputs.Any(needed.Contains) || node.Outputs.All(feeds.ContainsKey))
                continue;
            nodes.Push(node);
            needed.UnionWith(node.Inputs);
        }

        var tensors = new Dictionary<string, Tensor>(feeds);
        foreach (var node in nodes)
        {
            var inputs = node.Inputs.Select(name => name.Length == 0 ? null : tensors.GetValueOrDefault(name) ?? _constants[name]);
            tensors[node.Output] = TorchOperators.Apply(_graph, node, [.. inputs], training);
        }

        return outputs.Distinct().ToDictionary(name => name, name => tensors.GetValueOrDefault(name) ?? _constants[name]);
    }

    /// <summary>Copies what was trained back into the graph.</summary>
    public void WriteBack(GatedGraph target)
    {
        foreach (string name in StateNames)
            target.SetConstant(name, TorchTensors.ToHost(_constants[name]));
    }

    /// <summary>Takes weights and running statistics from a graph with the same names.</summary>
    public void Load(GatedGraph source)
    {
        using var noGradient = no_grad();
        foreach (string name in StateNames)
        {
            using var value = TorchTensors.FromHost(source.Constant(name));
            _constants[name].copy_(value);
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _constants.Values)
            tensor.Dispose();
    }

    private static IEnumerable<string> Weights(GraphNode node) => node.OpType == "BatchNormalization"
        ? node.Inputs.Skip(1).Take(2)
        : LayersWithWeights.Contains(node.OpType) ? node.Inputs.Skip(1) : [];

    private static IEnumerable<string> Statistics(GraphNode node) =>
        node.OpType == "BatchNormalization" ? node.Inputs.Skip(3) : [];
}
