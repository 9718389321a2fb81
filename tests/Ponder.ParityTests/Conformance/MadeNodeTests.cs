using Ponder.Graph;
using Ponder.Graph.Onnx;

namespace Ponder.ParityTests.Conformance;

/// <summary>Tests of operators and opsets that are newer than the installed node tests, and of idioms of several nodes.</summary>
internal static class MadeNodeTests
{
    private static readonly float[] OneToEight = [1, 2, 3, 4, 5, 6, 7, 8];

    public static IReadOnlyList<NodeTest> All { get; } =
    [
        Make("test_made_gelu", 20, [Node("Gelu", "x")], [Floats([-1, 0, 1], 1, 3)], Floats([-0.15865526f, 0, 0.84134474f], 1, 3)),
        Make("test_made_gelu_tanh", 20, [Node("Gelu", "x", ("approximate", "tanh"))],
            [Floats([-1, 0, 1], 1, 3)], Floats([-0.158808f, 0, 0.841192f], 1, 3)),
        Make("test_made_reduce_mean_axes_input", 18, [Node("ReduceMean", "x axes", ("keepdims", 0))],
            [Floats(OneToEight, 2, 2, 2), Integers(2)], Floats([1.5f, 3.5f, 5.5f, 7.5f], 2, 2)),
        Make("test_made_reduce_max_axes_input", 18, [Node("ReduceMax", "x axes")],
            [Floats(OneToEight, 2, 2, 2), Integers(1)], Floats([3, 4, 7, 8], 2, 1, 2)),
        Make("test_made_split_num_outputs", 18, [Node("Split", "x", ("axis", 1), ("num_outputs", 3))],
            [Floats(OneToEight, 1, 8)], Floats([1, 2, 3], 1, 3), Floats([4, 5, 6], 1, 3), Floats([7, 8], 1, 2)),
        Make("test_made_resize_nearest_axes", 18, [Node("Resize", "x  scales", ("mode", "nearest"), ("axes", new[] { 3 }))],
            [Floats(OneToEight, 1, 2, 1, 4), Floats([0.5f], 1)], Floats([1, 3, 5, 7], 1, 2, 1, 2)),
        Make("test_made_resize_half_pixel_symmetric", 19,
            [Node("Resize", "x  scales", ("mode", "linear"), ("coordinate_transformation_mode", "half_pixel_symmetric"))],
            [Floats([1, 2, 3, 4], 1, 1, 1, 4), Floats([1, 1, 1, 0.6f], 4)], Floats([1.6666666f, 3.3333333f], 1, 1, 1, 2)),
        Make("test_made_equal_integers", 13, [Node("Equal", "x k")], [Integers([4, 2, 4, 3], 2, 2), Integers([4, 3], 2)], Truths([true, false, true, true], 2, 2)),
        Make("test_made_cast_float_to_integer", 13, [Node("Cast", "x", ("to", 7))], [Floats([-1.5f, 0, 2.9f, 3], 2, 2)], Integers([-1, 0, 2, 3], 2, 2)),
        Make("test_made_cast_float_to_bool", 13, [Node("Cast", "x", ("to", 9))], [Floats([-1.5f, 0, 2.9f, 3], 2, 2)], Truths([true, false, true, true], 2, 2)),
        Make("test_made_cast_bool_to_float", 13, [Node("Cast", "x", ("to", 1))], [Truths([true, false], 2, 1)], Floats([1, 0], 2, 1)),
        Make("test_made_cast_integer_to_float", 13, [Node("Cast", "x", ("to", 1))], [Integers([-1, 5], 2, 1)], Floats([-1, 5], 2, 1)),
        Make("test_made_reshape_samples", 14, [Node("Reshape", "x sizes")], [Floats(OneToEight, 2, 2, 2), Integers(0, -1)], Floats(OneToEight, 2, 4)),
        Make("test_made_constant", 13, [Node("Constant", "", "c", ("value_float", 2f)), Node("Mul", "x c")], [Floats([1, 2], 2, 1)], Floats([2, 4], 2, 1)),
        Make("test_made_shape_slice_concat_resize", 17,
        [
            Node("Shape", "x", "s"), Node("Slice", "s from to", "front"), Node("Concat", "front size", "sizes", ("axis", 0)),
            Node("Resize", "x   sizes", ("mode", "nearest")),
        ], [Floats([1, 2, 3, 4], 2, 1, 1, 2), Integers(0), Integers(2), Integers(1, 4)], Floats([1, 1, 2, 2, 3, 3, 4, 4], 2, 1, 1, 4)),
        Make("test_made_shape_gather_concat", 17,
        [
            Node("Shape", "x", "s"), Node("Constant", "", "zero", ("value_int", 0)), Node("Gather", "s zero", "n"),
            Node("Unsqueeze", "n at", "first"), Node("Constant", "", "rest", ("value_ints", new[] { -1 })),
            Node("Concat", "first rest", "sizes", ("axis", 0)), Node("Reshape", "x sizes"),
        ], [Floats(OneToEight, 2, 2, 2), Integers(0)], Floats(OneToEight, 2, 4)),
    ];

    private static NodeProto Node(string opType, string inputs, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Node(opType, inputs, "", attributes);

    // Input names between single spaces: each further space leaves an optional input out. No output name: the test's outputs.
    private static NodeProto Node(string opType, string inputs, string output, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var node = new NodeProto { OpType = opType };
        if (inputs.Length > 0)
            node.Input.AddRange(inputs.Split(' '));
        if (output.Length > 0)
            node.Output.Add(output);
        foreach (var (name, value) in attributes)
            node.Attribute.Add(GraphBuilder.Attribute(name, value));
        return node;
    }

    private static NodeTest Make(string name, int opset, NodeProto[] nodes, TensorProto[] inputs, params TensorProto[] outputs)
    {
        var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = name } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        nodes[^1].Output.AddRange(outputs.Select((_, i) => $"y{i}"));
        model.Graph.Node.AddRange(nodes);
        var made = nodes.SelectMany(node => node.Output).ToHashSet();
        string[] fed = [.. nodes.SelectMany(node => node.Input).Where(input => input.Length > 0 && !made.Contains(input)).Distinct()];
        model.Graph.Input.AddRange(fed.Zip(inputs, Info));
        model.Graph.Output.AddRange(outputs.Select((output, i) => Info($"y{i}", output)));
        return new NodeTest(name, nodes[0].OpType, model, inputs, outputs);
    }

    private static ValueInfoProto Info(string name, TensorProto tensor) => ValueInfoCodec.Encode(
        new TensorInfo(name, (ElementType)tensor.DataType, TensorShape.Of([.. tensor.Dims.Select(size => (int)size)])));

    private static TensorProto Floats(float[] values, params ReadOnlySpan<int> shape) => TensorCodec.Encode("", HostTensor.Of(values, shape));

    private static TensorProto Integers(params long[] values) => Integers(values, values.Length);

    private static TensorProto Integers(long[] values, params ReadOnlySpan<int> shape) => TensorCodec.Encode("", HostTensor.Of(values, shape));

    private static TensorProto Truths(bool[] values, params ReadOnlySpan<int> shape) => TensorCodec.Encode("", HostTensor.Of(values, shape));
}
