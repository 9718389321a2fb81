using Google.Protobuf;
using Ponder.Graph.Onnx;
using Ponder.Graph.Opsets;
using Ponder.Graph.Shapes;
using Ponder.Plans;

namespace Ponder.Graph;

/// <summary>One ONNX model in memory, whose choices are <c>Where</c> operators: what is trained, calibrated, run and shipped.</summary>
/// <remarks>
/// The structure never changes after construction; the values of constants and the plan do, so one graph serves one
/// writer. Everything that the file held is kept, also what Ponder does not understand. Opsets 9 to 21 are read: in memory
/// every operator means what it does in opset 17, while <see cref="ToBytes"/> writes the file's own operators.
/// </remarks>
public sealed class GatedGraph : IConstantSource
{
    internal const string PlanKey = "ponder.plan";

    private readonly ModelProto _proto;
    private readonly IReadOnlySet<string> _madeConstants;
    private readonly Dictionary<string, TensorProto> _stored;
    private readonly Dictionary<string, HostTensor> _constants = [];
    private readonly Dictionary<string, GraphNode> _producers = [];
    private readonly Dictionary<string, TensorInfo> _tensors;
    private ModelProto _file; // the model as it is written; shares its stored tensors with the model as it is read
    private IReadOnlyList<TensorInfo>? _inputs;
    private ModelPlan? _storedPlan; // what the metadata says: text that nobody changed is never written anew

    internal GatedGraph(ModelProto proto, string source)
    {
        Source = source;
        GraphValidator.ThrowIfMalformed(proto, source);
        Opset = OpsetConverter.OpsetOf(proto);
        _file = proto;
        (_proto, _madeConstants, OpsetFaults) = OpsetConverter.Convert(proto, source);
        proto = _proto;
        _stored = proto.Graph.Initializer.ToDictionary(tensor => tensor.Name);
        foreach (var node in proto.Graph.Node)
        {
            if (ConstantNode.Find(node) is { } value)
                _stored[node.Output[0]] = value;
        }

        Nodes = [.. TopologicalOrder.Of(proto, source)
            .Where(node => node.OpType != "Constant" || !_stored.ContainsKey(node.Output[0])).Select(node => new GraphNode(node))];
        foreach (var node in Nodes)
        {
            foreach (string output in node.Outputs)
                _producers[output] = node;
        }

        Outputs = [.. proto.Graph.Output.Select(output => output.Name)];
        (_tensors, var shapeFaults) = ShapeInference.Infer(this);
        ShapeFaults = [.. OpsetFaults, .. shapeFaults];
        Nodes = [.. Nodes.Where(node => _producers.ContainsKey(node.Output))]; // without those that were folded
        Plan = _storedPlan = proto.MetadataProps.FirstOrDefault(entry => entry.Key == PlanKey) is { } plan
            ? ModelPlan.Parse(plan.Value, source)
            : null;
        GraphValidator.ThrowIfInvalid(this);
    }

    /// <summary>Where the graph came from, for messages: a file name or a network's name.</summary>
    public string Source { get; }

    /// <summary>The operators in an order in which they can run. Constants are not among them.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>Tensors that a caller must feed, in the file's order.</summary>
    /// <exception cref="ModelFormatException">The shape of one is not known.</exception>
    public IReadOnlyList<TensorInfo> Inputs => _inputs ??=
        [.. _proto.Graph.Input.Where(input => !_stored.ContainsKey(input.Name)).Select(input => Tensor(input.Name))];

    /// <summary>Names of inputs that have a default: thresholds.</summary>
    public IReadOnlyList<string> OptionalInputs =>
        [.. _proto.Graph.Input.Select(input => input.Name).Where(_stored.ContainsKey)];

    /// <summary>Names of the graph's outputs, in the file's order.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Names of all constants: weights, thresholds, shapes.</summary>
    public IReadOnlyCollection<string> ConstantNames => _stored.Keys;

    /// <summary>The roles of tensors in this model; null for a foreign file.</summary>
    public ModelPlan? Plan { get; set; }

    /// <summary>The version of the standard operator set that the file was written for.</summary>
    public int Opset { get; }

    /// <summary>What shape inference could not follow; empty for every graph that Ponder builds.</summary>
    public IReadOnlyList<string> ShapeFaults { get; }

    /// <summary>Operators that could not be brought to opset 17, and why: only who runs the file as it is may run them.</summary>
    internal IReadOnlyList<string> OpsetFaults { get; }

    /// <summary>The model whose operators are of opset 17.</summary>
    internal ModelProto Proto => _proto;

    /// <summary>Refuses what has operators that could not be brought to opset 17.</summary>
    internal void ThrowIfNotConverted()
    {
        if (OpsetFaults.Count > 0)
            throw new ModelFormatException(Source, OpsetFaults);
    }

    /// <summary>Makes a constant of what a node computes. The file keeps the node.</summary>
    internal void Fold(GraphNode node, HostTensor value)
    {
        _stored[node.Output] = TensorCodec.Encode(node.Output, value);
        _producers.Remove(node.Output);
    }

    internal TensorProto Stored(string name) => _stored[name];

    internal (ElementType Type, int[] Shape) StoredType(string name) =>
        ((ElementType)_stored[name].DataType, [.. _stored[name].Dims.Select(size => (int)size)]);

    /// <summary>Reads a model from a file, and weights that lie in other files of its folder.</summary>
    /// <exception cref="ModelFormatException">
    /// The file is not ONNX, truncated, or describes no valid graph; a file of weights is missing, too short or outside the folder.
    /// </exception>
    public static GatedGraph Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var proto = Read(File.ReadAllBytes(path), path);
        ExternalData.Include(proto, Path.GetDirectoryName(Path.GetFullPath(path))!, path);
        return new GatedGraph(proto, path);
    }

    /// <summary>Reads a model from bytes.</summary>
    /// <param name="bytes">A whole ONNX file.</param>
    /// <param name="source">Its name for messages.</param>
    /// <exception cref="ModelFormatException">
    /// The bytes are not ONNX, truncated, describe no valid graph, or name other files that hold the weights.
    /// </exception>
    public static GatedGraph Parse(ReadOnlySpan<byte> bytes, string source) => new(Read(bytes, source), source);

    /// <summary>The whole model as the bytes of an ONNX file, plan included.</summary>
    public byte[] ToBytes()
    {
        if (!ReferenceEquals(Plan, _storedPlan))
        {
            var entry = _file.MetadataProps.FirstOrDefault(e => e.Key == PlanKey);
            if (Plan is null)
                _file.MetadataProps.Remove(entry);
            else if (entry is not null)
                entry.Value = Plan.ToJson();
            else
                _file.MetadataProps.Add(new StringStringEntryProto { Key = PlanKey, Value = Plan.ToJson() });
            _storedPlan = Plan;
        }

        return _file.ToByteArray();
    }

    /// <summary>Writes the model to a file: whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string partial = path + ".partial";
        try
        {
            File.WriteAllBytes(partial, ToBytes());
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial); // nothing is left of it but after a failure
        }
    }

    /// <summary>An independent copy.</summary>
    public GatedGraph Clone() => Parse(ToBytes(), Source);

    /// <summary>The value of a constant. The tensor belongs to the graph: change it with <see cref="SetConstant"/> only.</summary>
    /// <exception cref="KeyNotFoundException">There is no such constant.</exception>
    public HostTensor Constant(string name)
    {
        if (!_constants.TryGetValue(name, out var value))
            _constants[name] = value = TensorCodec.Decode(_stored[name]);
        return value;
    }

    /// <summary>Whether a tensor is a constant of the graph.</summary>
    public bool IsConstant(string name) => _stored.ContainsKey(name);

    /// <summary>Replaces the value of a constant by one of the same type and shape.</summary>
    /// <exception cref="ArgumentException">There is no such constant, or its type or shape differs.</exception>
    public void SetConstant(string name, HostTensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!_stored.TryGetValue(name, out var stored))
            throw new ArgumentException($"constant '{name}' is not in {Source}", nameof(name));
        if ((int)value.ElementType != stored.DataType || !value.Shape.Select(size => (long)size).SequenceEqual(stored.Dims))
        {
            throw new ArgumentException(
                $"constant '{name}': expected {(ElementType)stored.DataType} [{string.Join(", ", stored.Dims)}], "
                + $"got {value.ElementType} [{string.Join(", ", value.Shape)}]", nameof(value));
        }

        stored.RawData = TensorCodec.Encode(name, value).RawData;
        stored.FloatData.Clear();
        stored.Int64Data.Clear();
        stored.Int32Data.Clear();
        stored.DoubleData.Clear();
        _constants.Remove(name);
        if (_madeConstants.Contains(name))
            WriteAsRead();
    }

    /// <summary>The operator that makes a tensor; null for inputs and constants.</summary>
    public GraphNode? Producer(string tensor) => _producers.GetValueOrDefault(tensor);

    /// <summary>Type and shape of a tensor.</summary>
    /// <exception cref="ModelFormatException">The tensor is not in the graph, or its shape could not be inferred.</exception>
    public TensorInfo Tensor(string name) => FindTensor(name)
        ?? throw new ModelFormatException(Source, $"tensor '{name}': expected a known shape, got none"
            + (ShapeFaults.Count > 0 ? $" ({ShapeFaults[0]})" : ""));

    /// <summary>Type and shape of a tensor, or null when they are not known.</summary>
    public TensorInfo? FindTensor(string name) => _tensors.GetValueOrDefault(name);

    /// <summary>Whether the graph has a tensor of this name.</summary>
    public bool Contains(string tensor) =>
        _stored.ContainsKey(tensor) || _producers.ContainsKey(tensor) || _proto.Graph.Input.Any(input => input.Name == tensor);

    private static ModelProto Read(ReadOnlySpan<byte> bytes, string source)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new ModelFormatException(source, $"expected an ONNX model, got {bytes.Length} bytes that do not parse ({error.Message})", error);
        }
    }

    // A constant that the file has as an attribute was set: from now on the file is of opset 17, too.
    private void WriteAsRead()
    {
        if (ReferenceEquals(_file, _proto))
            return;
        _proto.MetadataProps.Clear();
        _proto.MetadataProps.Add(_file.MetadataProps);
        _file = _proto;
    }
}
