using Ponder.Graph;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Execution;

/// <summary>A graph whose constants live as TorchSharp tensors, the weights among them with gradients.</summary>
/// <remarks>
/// Owns its constants; tensors made by <see cref="Run"/> belong to the open dispose scope. Weights of convolutions lie in memory
/// with channels last, and activations follow them: a ResNet-20 trains a quarter faster so in float32, and a tenth in bfloat16.
/// </remarks>
internal sealed class TorchGraph : IDisposable
{
    private static readonly string[] LayersWithWeights = ["Conv", "Gemm", "MatMul"];

    // Their gradients do not need what they made, so a Relu or a sum may overwrite it.
    private static readonly string[] ForgetfulLayers = ["Conv", "Gemm", "BatchNormalization", "Add"];

    private readonly GatedGraph _graph;
    private readonly ScalarType _computeType;
    private readonly HashSet<GraphNode> _frozenNormalizations;
    private readonly HashSet<string> _exact;
    private readonly GradientScales _gradients;
    private readonly Dictionary<string, Tensor> _constants = [];

    /// <summary>Takes a graph's constants.</summary>
    /// <param name="graph">The graph; its constants are read now.</param>
    /// <param name="computeType">Type of the products of layers with weights and of what follows them: float32 or bfloat16.</param>
    /// <param name="frozen">Names of constants that training does not change.</param>
    /// <param name="gradients">Where gradients are scaled; null for only where the plan says that none passes.</param>
    public TorchGraph(
        GatedGraph graph, ScalarType computeType = ScalarType.Float32, IReadOnlyCollection<string>? frozen = null, GradientScales? gradients = null)
    {
        (_graph, _computeType, _gradients) = (graph, computeType, gradients ?? new GradientScales(graph));
        _exact = [.. HaltingScores(graph), .. ExitGates(graph)];
        var kept = new HashSet<string>(frozen ?? []);
        var normalizations = graph.Nodes.Where(node => node.OpType == "BatchNormalization").ToArray();
        _frozenNormalizations = [.. normalizations.Where(node => node.Inputs.Skip(1).Any(kept.Contains))];
        WeightNames = [.. graph.Nodes.SelectMany(Weights).Where(name => graph.IsConstant(name) && !kept.Contains(name)).Distinct()];
        StateNames = [.. WeightNames.Concat(normalizations.Except(_frozenNormalizations).SelectMany(node => node.Inputs.Skip(3)).Where(graph.IsConstant)).Distinct()];
        using var scope = NewDisposeScope();
        foreach (string name in graph.Nodes.SelectMany(node => node.Inputs).Where(graph.IsConstant).Distinct())
        {
            var value = TorchTensors.FromHost(graph.Constant(name));
            if (graph.Plan?.Halting is null) // a map is spread over channels in a quarter of the time where those of a position lie apart
                value = TorchTensors.WithChannelsLast(value);
            _constants[name] = value.requires_grad_(WeightNames.Contains(name)).DetachFromDisposeScope();
        }
    }

    /// <summary>Names of all trainable constants, in the graph's order.</summary>
    public IReadOnlyList<string> WeightNames { get; }

    /// <summary>Names of all constants that training changes: the weights, then the running statistics.</summary>
    public IReadOnlyList<string> StateNames { get; }

    /// <summary>Names of the weights of layers that make halting scores; empty for networks without.</summary>
    public IEnumerable<string> ScoreWeightNames => WeightNames.Where(name => HaltingScores(_graph).Any(score => name.StartsWith($"{score}.", StringComparison.Ordinal)));

    /// <summary>Exits of the graph's plan, which must be there.</summary>
    public int ExitCount => _graph.Plan!.Exits.Count;

    public Tensor Weight(string name) => _constants[name];

    /// <summary>The graph whose constants these are; the values in it are as old as the last <see cref="WriteBack"/>.</summary>
    public GatedGraph Graph => _graph;

    /// <summary>A constant that operators read.</summary>
    public Tensor Constant(string name) => _constants[name];

    /// <summary>The logits of every exit of the graph's plan for samples of its only input; each [N, K], float32.</summary>
    /// <param name="samples">[N, C, H, W], row-major.</param>
    /// <param name="count">N.</param>
    /// <param name="training">Whether normalisation and dropout train.</param>
    /// <param name="isAsked">Whether an exit, 0-based, is asked; nothing is computed for those that are not.</param>
    /// <returns>One for each exit, shallow to deep; null for those that were not asked.</returns>
    public Tensor?[] Logits(float[] samples, int count, bool training, Func<int, bool> isAsked)
    {
        string[] exits = [.. _graph.Plan!.Exits.Select(exit => exit.Logits)];
        var logits = Answers(samples, count, training, [.. exits.Where((_, e) => isAsked(e))]);
        return [.. exits.Select(exit => logits.GetValueOrDefault(exit))];
    }

    /// <summary>Tensors for samples of the graph's only input, in float32.</summary>
    /// <param name="samples">[N, C, H, W], row-major.</param>
    /// <param name="count">N.</param>
    /// <param name="training">Whether normalisation and dropout train.</param>
    /// <param name="names">Which.</param>
    public Dictionary<string, Tensor> Answers(float[] samples, int count, bool training, IReadOnlyList<string> names)
    {
        var input = _graph.Inputs[0];
        var batch = tensor(samples, [.. input.Shape.WithBatch(count).Select(size => (long)size)]);
        var found = Run(new Dictionary<string, Tensor> { [input.Name] = batch }, names, training);
        return found.ToDictionary(pair => pair.Key, pair => As(pair.Value, ScalarType.Float32));
    }

    /// <summary>Computes tensors from feeds, and only what they need.</summary>
    /// <param name="feeds">Tensors by name; they stay the caller's.</param>
    /// <param name="outputs">Names of the tensors asked for.</param>
    /// <param name="training">Whether normalisation and dropout train.</param>
    /// <param name="gates">Decides at control nodes and masks and mixes both sides of their gates; null for gates that choose.</param>
    /// <exception cref="ModelFormatException">The shape of what an operator makes is not known.</exception>
    public Dictionary<string, Tensor> Run(
        IReadOnlyDictionary<string, Tensor> feeds, IReadOnlyList<string> outputs, bool training = false, SoftGates? gates = null)
    {
        var nodes = Needed(feeds, outputs);
        if (nodes.Select(node => node.Output).Concat(outputs).FirstOrDefault(name => _graph.FindTensor(name) is null) is { } unknown)
        {
            throw new ModelFormatException(
                _graph.Source, _graph.ShapeFaults.Count > 0 ? _graph.ShapeFaults : [$"tensor '{unknown}': expected a known shape, got none"]);
        }

        var readers = nodes.SelectMany(node => node.Inputs).Concat(outputs).CountBy(name => name).ToDictionary();
        var uses = new Dictionary<string, int>(readers);
        var tensors = new Dictionary<string, Tensor>(feeds);
        foreach (var node in nodes)
        {
            // What another operator has read may live on as its part or its gradient's.
            bool overwrites = !feeds.ContainsKey(node.Inputs[0]) && readers[node.Inputs[0]] == 1 && MayOverwrite(node);
            Tensor?[] inputs = [.. node.Inputs.Select(name => name.Length == 0 ? null : tensors.GetValueOrDefault(name) ?? _constants[name])];
            for (int i = 0; training && i < inputs.Length; i++)
                inputs[i] = inputs[i] is { } input ? _gradients.Of(node, node.Inputs[i], input) : null;
            Tensor[] made = node.OpType == "Split" ? TorchOperators.Split(_graph, node, inputs[0]!) : [Soft(gates, node, inputs) ?? Apply(node, inputs, overwrites, training)];
            for (int i = 0; i < made.Length; i++)
                tensors[node.Outputs[i]] = made[i];
            foreach (string name in node.Inputs)
            {
                // Nobody reads it any more, but for gradients, which hold it themselves.
                if (--uses[name] == 0 && !feeds.ContainsKey(name) && tensors.Remove(name, out var finished) && !made.Contains(finished, ReferenceEqualityComparer.Instance))
                    finished.Dispose();
            }
        }

        return outputs.Distinct().ToDictionary(name => name, name =>
            tensors.GetValueOrDefault(name) ?? _constants.GetValueOrDefault(name) ?? TorchTensors.FromHost(_graph.Constant(name)));
    }

    /// <summary>Copies what was trained back into the graph.</summary>
    public void WriteBack(GatedGraph target)
    {
        foreach (string name in StateNames)
            target.SetConstant(name, TorchTensors.ToHost(_constants[name]));
    }

    /// <summary>Takes what was trained from a graph with the same names.</summary>
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

    // A choice or a mask that is drawn, or a gate that passes gradients on; null for any other operator.
    private static Tensor? Soft(SoftGates? gates, GraphNode node, Tensor?[] inputs) =>
        gates?.GateOf(node) is { } gate ? gates.Mix(gate, inputs[1]!, inputs[2]!) : gates?.Decide(node, inputs); // a gate has both

    private static IEnumerable<string> HaltingScores(GatedGraph graph) => graph.Plan?.Halting?.Blocks.SelectMany(block => block.Scores) ?? [];

    // Layers that read what an answer says of itself.
    private static IEnumerable<string> ExitGates(GatedGraph graph)
    {
        if (graph.Plan is not { Control: null, Halting: null } plan)
            return [];
        var answers = plan.Exits.Select(exit => exit.Logits).ToArray();
        var network = GraphCutter.Extract(graph, answers).Nodes.Select(node => node.Output).ToHashSet();
        return graph.Nodes.Where(node => node.OpType == "Gemm" && !network.Contains(node.Output)).Select(node => node.Output);
    }

    private static IEnumerable<string> Weights(GraphNode node) => node.OpType == "BatchNormalization"
        ? node.Inputs.Skip(1).Take(2)
        : LayersWithWeights.Contains(node.OpType) ? node.Inputs.Skip(1) : [];

    // Features that are weighed position by position stay as narrow as they are.
    private static Tensor[] Weighed(Tensor left, Tensor right)
    {
        var (features, weights) = left.numel() < right.numel() ? (right, left) : (left, right);
        return features.dtype == ScalarType.BFloat16 && weights.numel() < features.numel() ? [As(left, ScalarType.BFloat16), As(right, ScalarType.BFloat16)] : [left, right];
    }

    // A choice between two alike, four times as fast as by torch.where, which goes number by number where one mask is for all channels. Exact for finite numbers.
    private static Tensor? Chosen(Tensor condition, Tensor accepted, Tensor refused) =>
        accepted.is_floating_point() && accepted.dtype == refused.dtype && accepted.shape.SequenceEqual(refused.shape) ? lerp(refused, accepted, condition.to(accepted.dtype)) : null;

    private static Tensor As(Tensor tensor, ScalarType type) => tensor.dtype == type ? tensor : tensor.to(type);

    private Stack<GraphNode> Needed(IReadOnlyDictionary<string, Tensor> feeds, IReadOnlyList<string> outputs)
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

        return nodes;
    }

    private bool MayOverwrite(GraphNode node) =>
        node.OpType is "Relu" or "Add" && _graph.Producer(node.Inputs[0]) is { } producer && ForgetfulLayers.Contains(producer.OpType)
        && _graph.Tensor(node.Inputs[0]).Shape == _graph.Tensor(node.Output).Shape;

    /// <summary>Computes one operator.</summary>
    /// <param name="node">One of the graph's.</param>
    /// <param name="inputs">What it reads, in order; null for what is left out.</param>
    /// <param name="overwrites">Whether the first input may be overwritten.</param>
    /// <param name="training">Whether normalisation and dropout train.</param>
    public Tensor Apply(GraphNode node, Tensor?[] inputs, bool overwrites, bool training)
    {
        if (overwrites && node.OpType == "Relu")
            return inputs[0]!.relu_();
        if (overwrites && inputs[0]!.dtype == inputs[1]!.dtype)
            return inputs[0]!.add_(inputs[1]!, HeldScalars.One);
        if (training && node.OpType == "Where" && Chosen(inputs[0]!, inputs[1]!, inputs[2]!) is { } chosen)
            return chosen;
        if (node.OpType == "Mul")
            inputs = Weighed(inputs[0]!, inputs[1]!);
        if (LayersWithWeights.Contains(node.OpType))
            inputs = [.. inputs.Select(input => input is null ? null : As(input, _computeType))];
        if (_exact.Contains(node.Output))
            inputs = [.. inputs.Select(input => input is null ? null : As(input, ScalarType.Float32))]; // halting scores' sums are held against 1 less 0.01, where bfloat16 has steps of 0.004
        return TorchOperators.Apply(_graph, node, inputs, training && !_frozenNormalizations.Contains(node));
    }
}
