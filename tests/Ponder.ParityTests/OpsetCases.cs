using Google.Protobuf;
using Ponder.Graph;
using Ponder.Graph.Onnx;
using Ponder.Tests.Graph;
using AttributeType = Ponder.Graph.Onnx.AttributeProto.Types.AttributeType;

namespace Ponder.ParityTests;

/// <summary>Small files of each opset, with operators that other opsets write in another way. Input <c>x</c>, output <c>y</c>.</summary>
internal static class OpsetCases
{
    private static readonly int[] Image = [TensorShape.Batch, 3, 6, 8];
    private static readonly int[] Row = [TensorShape.Batch, 10];

    private static readonly Dictionary<string, Func<ModelProto>> All = new()
    {
        ["clip 10"] = () => File(10, Image, Node("Clip", ["x"], ("min", -0.5f), ("max", 0.75f))),
        ["clip 10 from above"] = () => File(10, Image, Node("Clip", ["x"], ("max", 0.75f))),
        ["slice 9"] = () => File(9, Image, Node("Slice", ["x"], ("starts", L(1, 2)), ("ends", L(3, -1)), ("axes", L(1, 3)))),
        ["pad 10"] = () => File(10, Image, Node("Pad", ["x"], ("pads", L(0, 0, 1, 2, 0, 1, 0, 1)), ("value", 0.5f))),
        ["pad 18 axes"] = () => File(18, Image, Node("Pad", ["x", "pads", "", "axes"]), Integers("pads", 1, 2, 0, 3), Integers("axes", -1, 1)),
        ["squeeze 12"] = () => File(12, [TensorShape.Batch, 5, 1, 1], Node("Squeeze", ["x"], ("axes", L(2, 3)))),
        ["unsqueeze 11"] = () => File(11, Row, Node("Unsqueeze", ["x"], ("axes", L(2, 3)))),
        ["reduce sum 12"] = () => File(12, Row, Node("ReduceSum", ["x"], ("axes", L(1)), ("keepdims", 0L))),
        ["reduce mean 18"] = () => File(18, Image, Node("ReduceMean", ["x", "axes"], ("keepdims", 0L)), Integers("axes", 2, 3)),
        ["reduce max 20"] = () => File(20, Row, Node("ReduceMax", ["x", "axes"]), Integers("axes", -1)),
        ["reduce mean 18 of nothing"] = () => File(18, Row, Node("ReduceMean", ["x"], ("noop_with_empty_axes", 1L))),
        ["dropout 9"] = () => File(9, Row, Node("Dropout", ["x"], ("ratio", 0.25f))),
        ["dropout 11"] = () => File(11, Row, Node("Dropout", ["x"], ("ratio", 0.25f))),
        ["softmax 9 of rows"] = () => File(9, Row, Node("Softmax", ["x"])),
        ["softmax 11 of images"] = () => File(11, Image, Node("Softmax", ["x"])),
        ["softmax 12 of later axes"] = () => File(12, Image, Node("Softmax", ["x"], ("axis", 2L))),
        ["softmax 12 of the last axis"] = () => File(12, Image, Node("Softmax", ["x"], ("axis", -1L))),
        ["softmax 9 of pooled images"] = () => File(9, [TensorShape.Batch, 7, 1, 1], Node("Softmax", ["x"])),
        ["log softmax 9"] = () => File(9, Image, Node("LogSoftmax", ["x"], ("axis", 1L))),
        ["hardmax 12"] = () => File(12, Image, Node("Hardmax", ["x"])),
        ["normalization 9"] = () => File(
            9, Image, Node("BatchNormalization", ["x", "scale", "bias", "mean", "variance"], ("epsilon", 1e-3f)), Floats("scale", 1, 2, 3),
            Floats("bias", 3, 1, 2), Floats("mean", 0.5f, 0, 1), Floats("variance", 1, 4, 2)),
        ["upsample 9 nearest"] = () => File(9, Image, Node("Upsample", ["x", "scales"], ("mode", "nearest")), Floats("scales", 1, 1, 2, 1.5f)),
        ["upsample 9 linear"] = () => File(9, Image, Node("Upsample", ["x", "scales"], ("mode", "linear")), Floats("scales", 1, 1, 2, 2)),
        ["resize 10 larger"] = () => File(10, Image, Node("Resize", ["x", "scales"]), Floats("scales", 1, 1, 2, 1.6f)),
        ["resize 10 smaller"] = () => File(10, Image, Node("Resize", ["x", "scales"]), Floats("scales", 1, 1, 0.5f, 0.6f)),
        ["resize 10 linear"] = () => File(10, Image, Node("Resize", ["x", "scales"], ("mode", "linear")), Floats("scales", 1, 1, 2, 0.5f)),
        ["resize 11"] = () => File(11, Image, Node("Resize", ["x", "roi", "scales"], ("mode", "linear")), Floats("roi"), Floats("scales", 1, 1, 2, 2)),
        ["resize 18 axes"] = () => File(
            18, Image, Node("Resize", ["x", "", "scales"], ("axes", L(2, 3)), ("mode", "linear")), Floats("scales", 2, 1.5f)),
        ["resize 19 sizes of axes"] = () => File(
            19, Image, Node("Resize", ["x", "", "", "sizes"], ("axes", L(3, 2)), ("mode", "linear")), Integers("sizes", 17, 7)),
        ["split 12"] = () => Split(12, ("split", L(1, 2)), ("axis", 1L)),
        ["split 18 uneven"] = () => Split(18, ("num_outputs", 2L), ("axis", 1L)),
        ["top k 9"] = () => TopK(),
        ["average pool 19"] = () => File(19, Image, Node("AveragePool", ["x"], ("kernel_shape", L(2, 2)), ("dilations", L(1, 1)))),
        ["gelu 20"] = () => File(20, Image, Node("Gelu", ["x"])),
        ["gelu 20 tanh"] = () => File(20, Image, Node("Gelu", ["x"], ("approximate", "tanh"))),
        ["mish 18"] = () => File(18, Image, Node("Mish", ["x"])),
        ["flatten and gemm 21"] = () => File(
            21, [TensorShape.Batch, 2, 1, 1], [Named(Node("Flatten", ["x"]), "f"), Node("Gemm", ["f", "w"])], Matrix("w", 2, 1, -1)),
    };

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>The file of a case.</summary>
    public static GatedGraph Load(string name) => GatedGraph.Parse(All[name]().ToByteArray(), name);

    private static ModelProto Split(int opset, params (string Name, object Value)[] attributes)
    {
        var split = Named(Node("Split", ["x"], attributes), "left");
        split.Output.Add("y");
        return File(opset, Image, split);
    }

    private static ModelProto TopK()
    {
        var node = Node("TopK", ["x"], ("k", 3L));
        node.Output.Add("indices");
        return File(9, Row, node);
    }

    private static ModelProto File(int opset, int[] shape, NodeProto node, params TensorProto[] constants) => File(opset, shape, [node], constants);

    private static ModelProto File(int opset, int[] shape, NodeProto[] nodes, params TensorProto[] constants)
    {
        var model = ForeignModel.Of(nodes, ["y"], ("x", shape));
        model.OpsetImport[0].Version = opset;
        model.Graph.Initializer.Add(constants);
        return model;
    }

    private static NodeProto Node(string opType, string[] inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var node = ForeignModel.Node(opType, "y", inputs);
        foreach (var (name, value) in attributes)
            node.Attribute.Add(Attribute(name, value));
        return node;
    }

    private static NodeProto Named(NodeProto node, string output)
    {
        (node.Name, node.Output[0]) = (output, output);
        return node;
    }

    private static AttributeProto Attribute(string name, object value) => value switch
    {
        float number => new() { Name = name, Type = AttributeType.Float, F = number },
        long number => new() { Name = name, Type = AttributeType.Int, I = number },
        string text => new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(text) },
        _ => new() { Name = name, Type = AttributeType.Ints, Ints = { (long[])value } },
    };

    private static long[] L(params long[] values) => values;

    private static TensorProto Integers(string name, params long[] values) => TensorCodec.Encode(name, HostTensor.Of(values, values.Length));

    private static TensorProto Floats(string name, params float[] values) => TensorCodec.Encode(name, HostTensor.Of(values, values.Length));

    private static TensorProto Matrix(string name, int rows, params float[] values) =>
        TensorCodec.Encode(name, HostTensor.Of(values, rows, values.Length / rows));
}
