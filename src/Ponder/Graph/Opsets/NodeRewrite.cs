using Google.Protobuf;
using Ponder.Graph.Onnx;

namespace Ponder.Graph.Opsets;

/// <summary>One node while it is brought to another opset: what an <see cref="OpsetRule"/> reads and changes.</summary>
internal sealed class NodeRewrite
{
    private readonly TensorNames _names;
    private readonly GatedGraph? _shapes;
    private readonly NodeProto _original;
    private readonly List<NodeProto> _before = [];
    private readonly List<NodeProto> _behind = [];
    private readonly List<TensorProto> _constants = [];
    private NodeProto? _changed;

    public NodeRewrite(NodeProto original, int opset, TensorNames names, GatedGraph? shapes) =>
        (_original, Opset, _names, _shapes) = (original, opset, names, shapes);

    /// <summary>The opset that the node was written for.</summary>
    public int Opset { get; }

    /// <summary>What takes the node's place, in running order.</summary>
    public IEnumerable<NodeProto> Nodes => [.. _before, _changed ?? _original, .. _behind];

    /// <summary>Constants that were made.</summary>
    public IEnumerable<TensorProto> Constants => _constants;

    /// <summary>The node to read.</summary>
    public GraphNode Node => new(_changed ?? _original);

    private NodeProto Changed => _changed ??= _original.Clone();

    /// <summary>Why the node cannot be brought over, to be thrown.</summary>
    public ModelFormatException Refusal(string reason) => new(
        Node.Name, $"node '{_original.Name}' ({_original.OpType}): cannot be brought from opset {Opset} to {OpsetConverter.Meaning}: {reason}");

    /// <summary>The shape of an input, or null when it is not known.</summary>
    public TensorShape? Shape(int input) => Node.HasInput(input) ? _shapes?.FindTensor(Node.Inputs[input])?.Shape : null;

    /// <summary>The value of an input that must be a constant.</summary>
    public HostTensor Value(int input) => Node.HasInput(input) && _shapes is not null && _shapes.IsConstant(Node.Inputs[input])
        ? _shapes.Constant(Node.Inputs[input])
        : throw Refusal($"expected a constant as input {input}");

    /// <summary>The integers of an input that must be a constant.</summary>
    public long[] Integers(int input) => Value(input) is { ElementType: ElementType.Int64 } value
        ? value.Int64s.ToArray()
        : throw Refusal($"expected integers as input {input}");

    /// <summary>Makes an input of what was an attribute; nothing when it is not written out.</summary>
    public void MoveToInput(string attribute, int input)
    {
        if (!Node.HasAttribute(attribute))
            return;
        var found = Changed.Attribute.First(a => a.Name == attribute);
        SetInput(input, Constant(attribute, found.Type switch
        {
            AttributeProto.Types.AttributeType.Float => HostTensor.Of([found.F]),
            AttributeProto.Types.AttributeType.Int => HostTensor.Of([found.I], 1),
            AttributeProto.Types.AttributeType.Ints => HostTensor.Of([.. found.Ints], found.Ints.Count),
            var other => throw Refusal($"attribute '{attribute}': expected numbers, got {other}"),
        }));
        Remove(attribute);
    }

    /// <summary>Makes a constant and names it after the node.</summary>
    public string Constant(string role, HostTensor value)
    {
        string name = _names.Make($"{Node.Output}.{role}");
        _constants.Add(TensorCodec.Encode(name, value));
        return name;
    }

    /// <summary>Sets an input; those between that are missing are left out.</summary>
    public void SetInput(int index, string tensor)
    {
        while (Changed.Input.Count <= index)
            Changed.Input.Add("");
        Changed.Input[index] = tensor;
    }

    /// <summary>Takes away all inputs from an index on.</summary>
    public void CutInputs(int count)
    {
        while (Changed.Input.Count > count)
            Changed.Input.RemoveAt(Changed.Input.Count - 1);
    }

    /// <summary>Takes attributes away.</summary>
    public void Remove(params ReadOnlySpan<string> attributes)
    {
        foreach (string name in attributes)
        {
            foreach (var attribute in Changed.Attribute.Where(a => a.Name == name).ToArray())
                Changed.Attribute.Remove(attribute);
        }
    }

    /// <summary>Sets a text attribute.</summary>
    public void Set(string attribute, string value)
    {
        Remove(attribute);
        Changed.Attribute.Add(new AttributeProto
        {
            Name = attribute,
            Type = AttributeProto.Types.AttributeType.String,
            S = ByteString.CopyFromUtf8(value),
        });
    }

    /// <summary>Sets an attribute of integers.</summary>
    public void Set(string attribute, params ReadOnlySpan<long> values)
    {
        Remove(attribute);
        var set = new AttributeProto { Name = attribute, Type = AttributeProto.Types.AttributeType.Ints };
        set.Ints.AddRange(values.ToArray());
        Changed.Attribute.Add(set);
    }

    /// <summary>Sets an integer attribute.</summary>
    public void SetNumber(string attribute, long value)
    {
        Remove(attribute);
        Changed.Attribute.Add(new AttributeProto { Name = attribute, Type = AttributeProto.Types.AttributeType.Int, I = value });
    }

    /// <summary>Makes the node another operator, without attributes.</summary>
    public void Become(string opType, params ReadOnlySpan<string> inputs)
    {
        Changed.Attribute.Clear();
        Changed.OpType = opType;
        Changed.Input.Clear();
        Changed.Input.AddRange(inputs.ToArray());
    }

    /// <summary>Gives the operator another name; inputs and attributes stay.</summary>
    public void Rename(string opType) => Changed.OpType = opType;

    /// <summary>Puts an operator before the node.</summary>
    /// <returns>Its output.</returns>
    public string Before(string opType, string role, params ReadOnlySpan<string> inputs)
    {
        var node = Make(opType, _names.Make($"{Node.Output}.{role}"), inputs);
        _before.Add(node);
        return node.Output[0];
    }

    /// <summary>Puts an operator behind the node: it reads the node's output first and takes its name.</summary>
    public void Behind(string opType, string role, string second)
    {
        string output = Node.Output;
        Changed.Output[0] = _names.Make($"{output}.{role}");
        _behind.Add(Make(opType, output, Changed.Output[0], second));
    }

    private static NodeProto Make(string opType, string output, params ReadOnlySpan<string> inputs)
    {
        var node = new NodeProto { OpType = opType }; // without a name: any might be another node's
        node.Input.AddRange(inputs.ToArray());
        node.Output.Add(output);
        return node;
    }
}
