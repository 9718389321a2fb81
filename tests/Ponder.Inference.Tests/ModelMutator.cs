using Google.Protobuf;
using Google.Protobuf.Collections;
using Ponder.Graph;
using Ponder.Graph.Onnx;
using AttributeType = Ponder.Graph.Onnx.AttributeProto.Types.AttributeType;

namespace Ponder.Inference.Tests;

/// <summary>Damages a model file in one to three ways: its bytes blindly, or what they describe.</summary>
internal sealed class ModelMutator(int seed)
{
    private static readonly long[] Sizes =
        [long.MinValue, -2, -1, 0, 1, 2, 3, 5, 7, 64, 1 << 10, 1 << 14, 1 << 20, 1 << 28, int.MaxValue, 1L << 32, 1L << 40, long.MaxValue];

    private static readonly string[] Operators =
    [
        "Conv", "Gemm", "MatMul", "Relu", "Clip", "Where", "Concat", "Slice", "Pad", "Reshape", "Flatten", "Transpose", "Softmax", "Add", "Less",
        "ReduceMax", "ReduceSum", "ReduceMean", "ArgMax", "MaxPool", "AveragePool", "GlobalAveragePool", "BatchNormalization", "Squeeze",
        "Unsqueeze", "Shape", "Gather", "Cast", "Constant", "Identity", "Dropout", "Not", "And", "LRN", "PRelu", "Split", "Resize", "Mul", "Nonsense",
    ];

    private static readonly string[] Places =
        ["../weights", "/etc/passwd", "a/../../b", "..\\weights", "C:\\weights", "", "weights", "weights", ".", "model.onnx", "\0", "/dev/zero", "./../../../proc/self/mem"];

    private readonly Random _random = new(seed);

    public byte[] Damage(byte[] file)
    {
        if (_random.Next(4) == 0)
            return DamageBytes(file);
        var model = ModelProto.Parser.ParseFrom(file);
        for (int count = _random.Next(1, 4); count > 0; count--)
            Damage(model);
        byte[] bytes = model.ToByteArray();
        return _random.Next(8) == 0 ? DamageBytes(bytes) : bytes;
    }

    private byte[] DamageBytes(byte[] file)
    {
        var bytes = new List<byte>(file);
        int at = _random.Next(bytes.Count), length = Math.Min(_random.Next(1, 64), bytes.Count - at);
        switch (_random.Next(5))
        {
            case 0:
                return file[..at];
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(at, file.AsSpan(_random.Next(file.Length - length), length).ToArray());
                break;
            default:
                for (int i = _random.Next(1, 8); i > 0; i--)
                    bytes[_random.Next(2) == 0 ? _random.Next(bytes.Count) : Math.Min(bytes.Count - 1, _random.Next(2000))] = (byte)_random.Next(256);
                break;
        }

        return [.. bytes];
    }

    private void Damage(ModelProto model)
    {
        var graph = model.Graph;
        var node = Pick(graph.Node) ?? new NodeProto();
        var tensor = Pick(graph.Initializer) ?? new TensorProto();
        switch (_random.Next(20))
        {
            case 0 or 1:
                DamageDims(tensor.Dims);
                break;
            case 2:
                DamageData(tensor);
                break;
            case 3:
                tensor.DataType = _random.Next(-1, 24);
                break;
            case 4:
                tensor.DataLocation = TensorProto.Types.DataLocation.External;
                tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = Places[_random.Next(Places.Length)] });
                tensor.ExternalData.Add(new StringStringEntryProto { Key = _random.Next(2) == 0 ? "length" : "offset", Value = $"{Size()}" });
                break;
            case 5:
                DamageInput(Pick(graph.Input));
                break;
            case 6 or 7:
                DamageNames(node.Input, AnyTensor(graph));
                break;
            case 8:
                DamageNames(node.Output, AnyTensor(graph));
                break;
            case 9:
                node.OpType = Operators[_random.Next(Operators.Length)];
                break;
            case 10 or 11 or 12:
                DamageAttribute(node);
                break;
            case 13:
                if (_random.Next(2) == 0)
                    graph.Node.Remove(node);
                else
                    graph.Node.Insert(_random.Next(graph.Node.Count + 1), node.Clone());
                break;
            case 14:
                model.OpsetImport[0].Version = _random.Next(3) == 0 ? Size() : _random.Next(7, 24);
                break;
            case 15:
                (Pick(graph.Output) ?? new ValueInfoProto()).Name = AnyTensor(graph);
                break;
            case 16:
                DamagePlan(model);
                break;
            case 17:
                DamageIntegers(tensor);
                break;
            case 18:
                Rearrange(model, node, tensor);
                break;
            default:
                Chain(graph, node);
                break;
        }
    }

    private void DamageDims(RepeatedField<long> dims)
    {
        int choice = _random.Next(4);
        if (choice == 0 || dims.Count == 0)
            dims.Insert(_random.Next(dims.Count + 1), Size());
        else if (choice == 1)
            dims.RemoveAt(_random.Next(dims.Count));
        else
            dims[_random.Next(dims.Count)] = Size();
    }

    private void DamageData(TensorProto tensor)
    {
        byte[] data = tensor.RawData.ToByteArray();
        tensor.RawData = ByteString.CopyFrom(_random.Next(3) switch
        {
            0 => data[..(data.Length / 2)],
            1 => [],
            _ => [.. data, .. new byte[_random.Next(1, 9)]],
        });
        if (_random.Next(3) == 0)
        {
            tensor.ClearRawData();
            tensor.FloatData.Add(Enumerable.Repeat(float.NaN, data.Length / 4));
        }
    }

    // The numbers that axes, starts, pads and shapes are made of.
    private void DamageIntegers(TensorProto tensor)
    {
        if (tensor.DataType != (int)ElementType.Int64 || tensor.RawData.Length < 8)
            return;
        byte[] data = tensor.RawData.ToByteArray();
        BitConverter.TryWriteBytes(data.AsSpan(8 * _random.Next(data.Length / 8)), Size());
        tensor.RawData = ByteString.CopyFrom(data);
    }

    private void DamageInput(ValueInfoProto? input)
    {
        var type = input?.Type?.TensorType;
        if (type?.Shape is not { Dim.Count: > 0 } shape)
            return;
        if (_random.Next(4) == 0)
            type.ElemType = _random.Next(-1, 18);
        else if (_random.Next(6) == 0)
            shape.Dim.RemoveAt(_random.Next(shape.Dim.Count));
        else
            shape.Dim[_random.Next(shape.Dim.Count)].DimValue = Size();
    }

    private void DamageNames(RepeatedField<string> names, string name)
    {
        int choice = _random.Next(5);
        if (choice == 0 || names.Count == 0)
            names.Add(name);
        else if (choice == 1)
            names.RemoveAt(_random.Next(names.Count));
        else
            names[_random.Next(names.Count)] = choice == 2 ? "" : name;
    }

    private void DamageAttribute(NodeProto node)
    {
        string[] known = ["axis", "axes", "perm", "pads", "strides", "dilations", "kernel_shape", "group", "keepdims", "size", "to", "alpha", "split", "num_outputs"];
        var attribute = _random.Next(3) > 0 ? Pick(node.Attribute) : null;
        if (attribute is null)
            node.Attribute.Add(attribute = new AttributeProto { Name = known[_random.Next(known.Length)], Type = AttributeType.Ints });
        switch (_random.Next(7))
        {
            case 0:
                attribute.Type = (AttributeType)_random.Next(14);
                break;
            case 1:
                (attribute.Type, attribute.I) = (AttributeType.Int, Size());
                break;
            case 2 or 3:
                DamageDims(attribute.Ints);
                break;
            case 4:
                (attribute.Type, attribute.S) = (AttributeType.String, ByteString.CopyFromUtf8("SAME_UPPER"));
                break;
            case 5:
                node.Attribute.Remove(attribute);
                break;
            default:
                (attribute.Name, attribute.Type, attribute.T) = ("value", AttributeType.Tensor, new TensorProto { DataType = 7, Dims = { Size() } });
                break;
        }
    }

    private void DamagePlan(ModelProto model)
    {
        if (Pick(model.MetadataProps) is not { } plan)
            return;
        string text = plan.Value;
        string[] words = ["null", "\"logits\"", "\"exit\"", "[]", "{}", "-1", "1e99", "\"x\""];
        int colon = text.IndexOf(':', _random.Next(text.Length));
        int end = colon < 0 ? -1 : text.IndexOfAny([',', '}'], colon);
        plan.Value = end < 0 ? text[..(text.Length / 2)] : text[..(colon + 1)] + words[_random.Next(words.Length)] + text[end..];
    }

    private void Rearrange(ModelProto model, NodeProto node, TensorProto tensor)
    {
        switch (_random.Next(6))
        {
            case 0:
                model.Graph.Initializer.Remove(tensor);
                break;
            case 1:
                model.Graph.Initializer.Add(tensor.Clone());
                break;
            case 2:
                model.Graph.Input.Clear();
                break;
            case 3:
                node.Domain = "com.example";
                break;
            case 4:
                tensor.Name = AnyTensor(model.Graph);
                break;
            default:
                var nested = new AttributeProto();
                for (int depth = _random.Next(60); depth > 0; depth--)
                    nested = new AttributeProto { G = new GraphProto { Node = { new NodeProto { Attribute = { nested } } } } };
                node.Attribute.Add(nested);
                break;
        }
    }

    // A tensor joined to itself again and again grows by powers of two.
    private void Chain(GraphProto graph, NodeProto behind)
    {
        string name = behind.Output.FirstOrDefault("x");
        var (opType, axis) = (_random.Next(2) == 0 ? "Concat" : "Add", _random.Next(-2, 3));
        for (int link = _random.Next(1, 40); link > 0; link--)
        {
            graph.Node.Add(new NodeProto
            {
                OpType = opType,
                Input = { name, name },
                Output = { name + "'" },
                Attribute = { new AttributeProto { Name = "axis", Type = AttributeType.Int, I = axis } },
            });
            name += "'";
        }

        (Pick(graph.Output) ?? new ValueInfoProto()).Name = name;
    }

    private long Size() => Sizes[_random.Next(Sizes.Length)];

    private string AnyTensor(GraphProto graph) => _random.Next(3) switch
    {
        0 => Pick(graph.Initializer)?.Name,
        1 => Pick(graph.Input)?.Name,
        _ => Pick(graph.Node)?.Output.FirstOrDefault(),
    } ?? "nowhere";

    private T? Pick<T>(IList<T> list)
        where T : class => list.Count > 0 ? list[_random.Next(list.Count)] : null;
}
