using Google.Protobuf;
using Ponder.Graph.Onnx;
using Ponder.Graph.Opsets;
using Ponder.Graph.Shapes;
using Ponder.Plans;

namespace Ponder.Graph;

/// <summary>Builds a graph operator by operator; shapes are inferred as it grows, so a mistake is reported where it is made.</summary>
/// <remarks>Layers with weights are in <see cref="Layers"/>. Not thread-safe.</remarks>
public sealed class GraphBuilder : IConstantSource
{
    private const int IrVersion = 8;

    private readonly ModelProto _model;
    private readonly Dictionary<string, HostTensor> _constants = [];
    private readonly Dictionary<string, (GatedGraph Graph, string Name)> _stored = []; // constants of the graphs that this one is built on
    private readonly Dictionary<string, TensorInfo?> _tensors = []; // null: taken from a graph, of unknown shape

    /// <summary>Starts an empty graph.</summary>
    /// <param name="name">The network's name.</param>
    /// <param name="seed">Seed of the initial weights; the same seed and names give the same weights.</param>
    public GraphBuilder(string name, int seed = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Source, Seed) = (name, seed);
        _model = new ModelProto { IrVersion = IrVersion, ProducerName = "ponder", Graph = new GraphProto { Name = name } };
        _model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OpsetConverter.Meaning });
    }

    private GraphBuilder(GatedGraph graph, string name, int seed)
    {
        (Source, Seed, _model) = (name, seed, graph.Proto.Clone());
        _model.IrVersion = Math.Max(_model.IrVersion, IrVersion);
        _model.Graph.Name = name;
        _model.Graph.Output.Clear();
        if (_model.MetadataProps.FirstOrDefault(entry => entry.Key == GatedGraph.PlanKey) is { } plan)
            _model.MetadataProps.Remove(plan);
        foreach (string tensor in graph.ConstantNames.Concat(_model.Graph.Input.Select(input => input.Name)).Concat(graph.Nodes.SelectMany(node => node.Outputs)))
            _tensors[tensor] = graph.FindTensor(tensor);
        foreach (string constant in graph.ConstantNames)
            _stored[constant] = (graph, constant);
    }

    /// <summary>Starts from all tensors of a graph, without its outputs and its plan.</summary>
    /// <param name="graph">The graph, left as it is.</param>
    /// <param name="seed">Seed of the initial weights of what is added.</param>
    /// <param name="name">The new network's name; null for the graph's.</param>
    /// <exception cref="ModelFormatException">An operator of the graph cannot be brought to opset 17.</exception>
    public static GraphBuilder Extend(GatedGraph graph, int seed, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        graph.ThrowIfNotConverted();
        return new GraphBuilder(graph, name ?? graph.Source, seed);
    }

    /// <summary>The network's name.</summary>
    public string Source { get; }

    /// <summary>Seed of the initial weights.</summary>
    public int Seed { get; }

    /// <summary>Adds an input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dimensions">Its sizes, all positive; the first may be <see cref="TensorShape.Batch"/>.</param>
    /// <exception cref="ArgumentException">A size is not positive.</exception>
    /// <exception cref="ModelFormatException">The name is taken.</exception>
    public GraphValue Input(string name, params ReadOnlySpan<int> dimensions)
    {
        for (int i = 0; i < dimensions.Length; i++)
        {
            if (dimensions[i] < 1 && (i > 0 || dimensions[i] != TensorShape.Batch))
                throw new ArgumentException($"input '{name}': expected positive sizes, got {TensorShape.Of(dimensions)}", nameof(dimensions));
        }

        var value = Declare(name, ElementType.Float32, TensorShape.Of(dimensions));
        _model.Graph.Input.Add(ValueInfoCodec.Encode(value.Info));
        return value;
    }

    /// <summary>Adds a constant, e.g. a weight.</summary>
    /// <exception cref="ModelFormatException">The name is taken.</exception>
    public GraphValue Constant(string name, HostTensor tensor)
    {
        var value = Declare(name, tensor.ElementType, TensorShape.Of([.. tensor.Shape]));
        _constants.Add(name, tensor);
        _model.Graph.Initializer.Add(TensorCodec.Encode(name, tensor));
        return value;
    }

    /// <summary>Adds a threshold: a constant of shape [1] that a caller may override per call or, as [N, 1], per sample.</summary>
    /// <exception cref="ModelFormatException">The name is taken.</exception>
    public GraphValue Threshold(string name, float threshold)
    {
        var value = Constant(name, HostTensor.Of([threshold], 1));
        _model.Graph.Input.Add(ValueInfoCodec.EncodeWithoutShape(name, ElementType.Float32));
        return value;
    }

    /// <summary>Adds an operator with one output.</summary>
    /// <param name="opType">The ONNX operator, e.g. <c>Relu</c>.</param>
    /// <param name="output">Name of the tensor made, and of the node.</param>
    /// <param name="inputs">Tensors read.</param>
    /// <param name="attributes">Attributes by name: int, float, string or int[].</param>
    /// <exception cref="ModelFormatException">The inputs do not fit the operator, or the name is taken.</exception>
    public GraphValue Add(
        string opType, string output, ReadOnlySpan<GraphValue> inputs, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        AddNode(opType, [output], inputs, attributes)[0];

    /// <summary>Adds a Split along an axis.</summary>
    /// <param name="input">What is divided.</param>
    /// <param name="axis">The axis; not the batch.</param>
    /// <param name="sizes">A name and a size along the axis for each part.</param>
    /// <exception cref="ModelFormatException">The sizes do not add up, or a name is taken.</exception>
    public IReadOnlyList<GraphValue> Split(GraphValue input, int axis, params ReadOnlySpan<(string Name, int Size)> sizes)
    {
        long[] lengths = new long[sizes.Length];
        string[] names = new string[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
            (names[i], lengths[i]) = sizes[i];
        return AddNode("Split", names, [input, Constant($"{names[0]}.sizes", HostTensor.Of(lengths, lengths.Length))], ("axis", axis));
    }

    /// <summary>Takes over all operators and constants of a graph, without its outputs and its plan.</summary>
    /// <param name="graph">The graph, left as it is.</param>
    /// <param name="prefix">Put before all its names.</param>
    /// <param name="inputs">What its inputs read, by their names in the graph.</param>
    /// <exception cref="ModelFormatException">An operator of the graph cannot be brought to opset 17, or a name is taken.</exception>
    public void Include(GatedGraph graph, string prefix, IReadOnlyDictionary<string, GraphValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(graph);
        graph.ThrowIfNotConverted();
        foreach (string constant in graph.ConstantNames)
            _stored[prefix + constant] = (graph, constant);
        foreach (string tensor in graph.ConstantNames.Concat(graph.Nodes.SelectMany(node => node.Outputs)).Where(tensor => tensor.Length > 0))
        {
            if (!_tensors.TryAdd(prefix + tensor, graph.FindTensor(tensor) is { } info ? info with { Name = prefix + tensor } : null))
                throw new ModelFormatException(Source, $"tensor '{prefix}{tensor}' is made twice");
        }

        var copy = graph.Proto.Graph.Clone();
        foreach (var tensor in copy.Initializer)
            tensor.Name = prefix + tensor.Name;
        foreach (var node in copy.Node)
        {
            node.Name = Prefixed(node.Name);
            for (int i = 0; i < node.Input.Count; i++)
                node.Input[i] = inputs.TryGetValue(node.Input[i], out var value) ? value.Name : Prefixed(node.Input[i]);
            for (int i = 0; i < node.Output.Count; i++)
                node.Output[i] = Prefixed(node.Output[i]);
        }

        _model.Graph.Initializer.Add(copy.Initializer);
        _model.Graph.Node.Add(copy.Node);
        _model.OpsetImport.Add(graph.Proto.OpsetImport
            .Where(opset => !OpsetConverter.IsStandard(opset.Domain) && _model.OpsetImport.All(own => own.Domain != opset.Domain))
            .Select(opset => opset.Clone()));

        string Prefixed(string name) => name.Length == 0 ? name : prefix + name; // no name: an optional tensor that is left out, or a nameless node
    }

    /// <summary>Takes over one operator of a graph, and the constants that it reads and are not there yet, under their own names.</summary>
    /// <param name="graph">The graph, left as it is.</param>
    /// <param name="node">One of its operators; the tensors that it reads are there.</param>
    /// <param name="replaced">A tensor of the graph that another is read for.</param>
    /// <param name="replacement">That one.</param>
    /// <exception cref="ModelFormatException">The operator does not fit its inputs, or a name is taken.</exception>
    internal void Copy(GatedGraph graph, GraphNode node, string replaced, GraphValue replacement)
    {
        graph.ThrowIfNotConverted();
        var proto = node.Proto.Clone();
        var infos = new TensorInfo?[proto.Input.Count];
        for (int i = 0; i < infos.Length; i++)
        {
            string name = proto.Input[i];
            if (name.Length == 0)
                continue; // an optional input that is left out
            if (graph.IsConstant(name) && !_tensors.ContainsKey(name))
                Constant(name, graph.Constant(name));
            infos[i] = (name == replaced ? replacement : Value(name)).Info;
            proto.Input[i] = infos[i]!.Name; // set above
        }

        AddNode(proto, infos);
    }

    /// <summary>A tensor that is there already, made here or in a graph that this one is built on.</summary>
    /// <exception cref="ModelFormatException">There is no such tensor, or its shape is not known.</exception>
    public GraphValue Value(string name) => _tensors.GetValueOrDefault(name) is { } info
        ? new GraphValue(info)
        : throw new ModelFormatException(Source, $"tensor '{name}': expected one of the graph with a known shape, got none");

    /// <summary>Finishes the graph.</summary>
    /// <param name="plan">The roles of its tensors; null for a plain network.</param>
    /// <param name="outputs">Its outputs.</param>
    /// <exception cref="ModelFormatException">The graph or the plan has faults; all are listed.</exception>
    public GatedGraph Build(ModelPlan? plan, params ReadOnlySpan<GraphValue> outputs)
    {
        var model = _model.Clone();
        foreach (var output in outputs)
            model.Graph.Output.Add(ValueInfoCodec.Encode(output.Info));
        if (plan is not null)
            model.MetadataProps.Add(new StringStringEntryProto { Key = GatedGraph.PlanKey, Value = plan.ToJson() });
        return new GatedGraph(model, Source);
    }

    bool IConstantSource.IsConstant(string name) => _constants.ContainsKey(name) || _stored.ContainsKey(name);

    HostTensor IConstantSource.Constant(string name) =>
        _constants.GetValueOrDefault(name) ?? _stored[name].Graph.Constant(_stored[name].Name); // asked for constants only

    private GraphValue[] AddNode(
        string opType, string[] outputs, ReadOnlySpan<GraphValue> inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var proto = new NodeProto { OpType = opType, Name = outputs[0] };
        proto.Output.AddRange(outputs);
        var infos = new TensorInfo?[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            proto.Input.Add(inputs[i].Name);
            infos[i] = inputs[i].Info;
        }

        foreach (var (name, setting) in attributes)
            proto.Attribute.Add(Attribute(name, setting));
        return AddNode(proto, infos);
    }

    private GraphValue[] AddNode(NodeProto proto, TensorInfo?[] inputs)
    {
        var made = ShapeRules.Apply(this, new GraphNode(proto), inputs);
        GraphValue[] values = [.. proto.Output.Zip(made, (output, info) => Declare(output, info.Type, info.Shape))];
        _model.Graph.Node.Add(proto);
        return values;
    }

    internal static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int number:
                (attribute.Type, attribute.I) = (AttributeProto.Types.AttributeType.Int, number);
                break;
            case float number:
                (attribute.Type, attribute.F) = (AttributeProto.Types.AttributeType.Float, number);
                break;
            case string text:
                (attribute.Type, attribute.S) = (AttributeProto.Types.AttributeType.String, ByteString.CopyFromUtf8(text));
                break;
            case int[] numbers:
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                attribute.Ints.AddRange(numbers.Select(number => (long)number));
                break;
            default:
                throw new ArgumentException($"attribute '{name}': expected int, float, string or int[], got {value.GetType().Name}", nameof(value));
        }

        return attribute;
    }

    private GraphValue Declare(string name, ElementType type, TensorShape shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var info = new TensorInfo(name, type, shape);
        return _tensors.TryAdd(name, info)
            ? new GraphValue(info)
            : throw new ModelFormatException(Source, $"tensor '{name}' is made twice");
    }
}
