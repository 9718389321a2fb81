using Google.Protobuf;
using Ponder.Graph;
using Ponder.Graph.Onnx;

namespace Ponder.Tests.Graph;

/// <summary>Files as other programs write them, good and bad, which GraphBuilder would refuse to build.</summary>
internal static class ForeignModel
{
    /// <summary>x [N, 4] -> Relu -> r -> Neg -> y.</summary>
    public static ModelProto Small() => Of([Node("Relu", "r", "x"), Node("Neg", "y", "r")], ["y"], ("x", [TensorShape.Batch, 4]));

    public static ModelProto Of(NodeProto[] nodes, string[] outputs, params (string Name, int[] Shape)[] inputs)
    {
        var model = new ModelProto { IrVersion = 8, ProducerName = "test", Graph = new GraphProto { Name = "test" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        model.Graph.Node.Add(nodes);
        model.Graph.Input.Add(inputs.Select(input =>
            ValueInfoCodec.Encode(new TensorInfo(input.Name, ElementType.Float32, TensorShape.Of(input.Shape)))));
        model.Graph.Output.Add(outputs.Select(name => ValueInfoCodec.EncodeWithoutShape(name, ElementType.Float32)));
        return model;
    }

    public static NodeProto Node(string opType, string output, params string[] inputs)
    {
        var node = new NodeProto { OpType = opType, Name = output };
        node.Input.Add(inputs);
        node.Output.Add(output);
        return node;
    }

    public static TensorProto Floats(string name, int stored, params long[] dims)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)ElementType.Float32, RawData = ByteString.CopyFrom(new byte[stored * 4]) };
        tensor.Dims.Add(dims);
        return tensor;
    }

    public static GatedGraph Load(this ModelProto model) => GatedGraph.Parse(model.ToByteArray(), "test");

    public static IReadOnlyList<string> FaultsOf(ModelProto model) => Assert.Throws<ModelFormatException>(() => model.Load()).Faults;
}
