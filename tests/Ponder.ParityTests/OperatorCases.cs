using Ponder.Graph;

namespace Ponder.ParityTests;

/// <summary>One small graph for each operator and each attribute that matters.</summary>
internal static class OperatorCases
{
    private static readonly Dictionary<string, Func<GraphBuilder, GraphValue, GraphValue>> OnImages = new()
    {
        ["conv 3x3 pad 1"] = (b, x) => b.Convolution(x, "y", 7, 3, padding: 1),
        ["conv 5x5 stride 2"] = (b, x) => b.Convolution(x, "y", 20, 5, padding: 2, stride: 2),
        ["conv 1x1 relu"] = (b, x) => b.Relu(b.Convolution(x, "c", 65, 1), "y"),
        ["conv dilated"] = (b, x) => Convolution(b, x, ("dilations", new[] { 2, 2 }), ("pads", new[] { 2, 1, 0, 2 })),
        ["conv same upper"] = (b, x) => Convolution(b, x, ("auto_pad", "SAME_UPPER"), ("strides", new[] { 2, 2 })),
        ["conv same lower"] = (b, x) => Convolution(b, x, ("auto_pad", "SAME_LOWER"), ("strides", new[] { 2, 2 })),
        ["max pool ceil"] = (b, x) => b.MaxPool(x, "y", 2, 2, ceilMode: true),
        ["max pool 3/2 floor relu"] = (b, x) => b.Relu(b.MaxPool(x, "p", 3, 2), "y"),
        ["max pool padded"] = (b, x) => b.Add(
            "MaxPool", "y", [x], ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 2, 2 })),
        ["flatten linear"] = (b, x) => b.Linear(b.Flatten(x, "f"), "y", 9),
        ["padded flatten linear"] = (b, x) => b.Linear(b.Flatten(b.Convolution(b.Convolution(x, "a", 6, 3, 1), "b", 3, 3, 1), "f"), "y", 84),
        ["flatten"] = (b, x) => b.Flatten(x, "y"),
        ["conv depthwise"] = (b, x) => b.Add("Conv", "y", [x, b.Constant("w", Ramp(6, 1, 3, 3))], ("group", 3)),
        ["conv 1x5"] = (b, x) => b.Add("Conv", "y", [x, b.Constant("w", Ramp(4, 3, 1, 5))], ("pads", new[] { 0, 2, 0, 2 })),
        ["conv valid"] = (b, x) => Convolution(b, x, ("auto_pad", "VALID"), ("strides", new[] { 2, 3 })),
        ["max pool ceil padded"] = (b, x) => Pool(b, x, "MaxPool", 3, 2, ("ceil_mode", 1), ("pads", new[] { 1, 1, 1, 1 })),
        ["max pool ceil drops a window in the padding"] = (b, x) => Pool(b, x, "MaxPool", 2, 2, ("ceil_mode", 1), ("pads", new[] { 1, 1, 1, 1 })),
        ["max pool ceil with one window that hangs over"] = (b, x) => Pool(b, x, "MaxPool", 10, 3, ("ceil_mode", 1)),
        ["max pool dilated"] = (b, x) => Pool(b, x, "MaxPool", 3, 1, ("dilations", new[] { 2, 2 })),
        ["max pool same upper"] = (b, x) => Pool(b, x, "MaxPool", 3, 2, ("auto_pad", "SAME_UPPER")),
        ["max pool same lower"] = (b, x) => Pool(b, x, "MaxPool", 2, 2, ("auto_pad", "SAME_LOWER")),
        ["average pool"] = (b, x) => Pool(b, x, "AveragePool", 3, 2),
        ["average pool padded"] = (b, x) => Pool(b, x, "AveragePool", 3, 2, ("pads", new[] { 1, 1, 1, 1 })),
        ["average pool counts padding"] = (b, x) => Pool(b, x, "AveragePool", 3, 2, ("pads", new[] { 1, 1, 1, 1 }), ("count_include_pad", 1)),
        ["average pool ceil"] = (b, x) => Pool(b, x, "AveragePool", 2, 2, ("ceil_mode", 1)),
        ["global average pool"] = (b, x) => b.Add("GlobalAveragePool", "y", [x]),
        ["reshape to rows"] = (b, x) => Reshape(b, x, 0, -1),
        ["reshape batch by -1"] = (b, x) => Reshape(b, x, -1, 270),
        ["reshape image"] = (b, x) => Reshape(b, x, 0, 9, -1, 10),
        ["relu image"] = (b, x) => b.Relu(x, "y"),
        ["dropout image"] = (b, x) => b.Add("Dropout", "y", [x]),
        ["add per channel"] = (b, x) => b.Add("Add", "y", [x, b.Constant("c", Ramp(3, 1, 1))]),
        ["mul image per sample"] = (b, x) => b.Add("Mul", "y", [b.Add("ReduceMean", "m", [x], ("axes", new[] { 1, 2, 3 })), x]),
        ["residual add"] = (b, x) => b.Add("Add", "y", [x, b.Convolution(x, "c", 3, 3, padding: 1)]),
        ["reduce mean over positions"] = (b, x) => b.Add("ReduceMean", "y", [x], ("axes", new[] { 2, 3 }), ("keepdims", 0)),
        ["reduce max over width"] = (b, x) => b.Add("ReduceMax", "y", [x], ("axes", new[] { -1 })),
        ["softmax over channels"] = (b, x) => b.Add("Softmax", "y", [x], ("axis", 1)),
        ["log softmax over width"] = (b, x) => b.Add("LogSoftmax", "y", [x], ("axis", -1)),
        ["arg max over channels"] = (b, x) => b.Add("ArgMax", "y", [x], ("axis", 1), ("keepdims", 0)),
        ["sample gate on images"] = (b, x) => Gate(b, x, new[] { 1, 2, 3 }),
        ["position gate"] = (b, x) => Gate(b, x, new[] { 1 }),
    };

    private static readonly Dictionary<string, Func<GraphBuilder, GraphValue, GraphValue>> OnRows = new()
    {
        ["softmax"] = (b, x) => b.Add("Softmax", "y", [x], ("axis", 1)),
        ["log softmax"] = (b, x) => b.Add("LogSoftmax", "y", [x], ("axis", -1)),
        ["exp"] = (b, x) => b.Add("Exp", "y", [x]),
        ["neg"] = (b, x) => b.Add("Neg", "y", [x]),
        ["abs sqrt"] = (b, x) => b.Add("Sqrt", "y", [b.Add("Abs", "a", [x])]),
        ["log of exp"] = (b, x) => b.Add("Log", "y", [b.Add("Exp", "e", [x])]),
        ["sigmoid"] = (b, x) => b.Add("Sigmoid", "y", [x]),
        ["tanh"] = (b, x) => b.Add("Tanh", "y", [x]),
        ["relu"] = (b, x) => b.Relu(x, "y"),
        ["identity"] = (b, x) => b.Add("Identity", "y", [x]),
        ["add row"] = (b, x) => b.Add("Add", "y", [x, Row(b)]),
        ["sub scalar"] = (b, x) => b.Add("Sub", "y", [x, b.Constant("s", HostTensor.Of([2f], 1))]),
        ["scalar div"] = (b, x) => b.Add("Div", "y", [b.Constant("s", HostTensor.Of([2f], 1)), b.Add("Exp", "e", [x])]),
        ["mul per sample"] = (b, x) => b.Add("Mul", "y", [x, Largest(b, x)]),
        ["reduce max"] = (b, x) => Largest(b, x),
        ["reduce mean without dimension"] = (b, x) => b.Add("ReduceMean", "y", [x], ("axes", new[] { 1 }), ("keepdims", 0)),
        ["reduce sum"] = (b, x) => b.Add("ReduceSum", "y", [x, b.Constant("axes", HostTensor.Of([1L], 1))]),
        ["arg max"] = (b, x) => b.Add("ArgMax", "y", [x], ("axis", 1)),
        ["less"] = (b, x) => b.Add("Less", "y", [x, Row(b)]),
        ["less or equal"] = (b, x) => b.Add("LessOrEqual", "y", [x, Row(b)]),
        ["greater"] = (b, x) => b.Add("Greater", "y", [x, Row(b)]),
        ["greater or equal"] = (b, x) => b.Add("GreaterOrEqual", "y", [x, Row(b)]),
        ["equal"] = (b, x) => b.Add("Equal", "y", [b.Add("ArgMax", "a", [x], ("axis", 1)), b.Constant("one", HostTensor.Of([1L], 1))]),
        ["and or not"] = (b, x) => b.Add("And", "y", [b.Add("Not", "n", [Positive(b, x, "p")]), b.Add("Or", "o", [Positive(b, x, "q"), Small(b, x)])]),
        ["gemm plain"] = (b, x) => b.Add("Gemm", "y", [x, b.Constant("w", Ramp(10, 4)), b.Constant("c", Ramp(4))]),
        ["gemm weights transposed"] = (b, x) => b.Add("Gemm", "y", [x, b.Constant("w", Ramp(4, 10))], ("transB", 1)),
        ["gemm alpha beta"] = (b, x) => b.Add(
            "Gemm", "y", [x, b.Constant("w", Ramp(10, 4)), b.Constant("c", Ramp(4))], ("alpha", 0.5f), ("beta", -2f)),
        ["gemm bias of one row"] = (b, x) => b.Add("Gemm", "y", [x, b.Constant("w", Ramp(10, 4)), b.Constant("c", Ramp(1, 4))]),
        ["gemm bias per sample"] = (b, x) => b.Add("Gemm", "y", [x, b.Constant("w", Ramp(10, 4)), Largest(b, x)]),
        ["gemm one bias for all"] = (b, x) => b.Add("Gemm", "y", [x, b.Constant("w", Ramp(10, 4)), b.Constant("c", Ramp(1))]),
        ["matmul"] = (b, x) => b.Add("MatMul", "y", [x, b.Constant("w", Ramp(10, 4))]),
        ["dropout"] = (b, x) => b.Add("Dropout", "y", [x]),
        ["mul scalar without dimensions"] = (b, x) => b.Add("Mul", "y", [x, b.Constant("s", Ramp())]),
        ["sub broadcasts both sides"] = (b, x) => b.Add("Sub", "y", [Largest(b, x), b.Constant("row", Ramp(1, 10))]),
        ["reduce sum without dimension"] = (b, x) => b.Add("ReduceSum", "y", [x, b.Constant("axes", HostTensor.Of([-1L], 1))], ("keepdims", 0)),
        ["arg max without dimension"] = (b, x) => b.Add("ArgMax", "y", [x], ("axis", -1), ("keepdims", 0)),
        ["where per element"] = (b, x) => b.Where(Positive(b, x, "p"), x, Row(b), "y"),
        ["where by a constant"] = (b, x) => b.Where(b.Add("Less", "c", [Row(b), b.Constant("t", HostTensor.Of([0f], 1))]), x, b.Relu(x, "r"), "y"),
        ["gate between constants"] = (b, x) => b.Where(
            Positive(b, Largest(b, x), "p"), b.Constant("one", HostTensor.Of([1L], 1)), b.Constant("two", HostTensor.Of([2L], 1)), "y"),
        ["gate"] = (b, x) => b.Where(b.Add("Greater", "g", [Largest(b, x, "m"), b.Constant("t", HostTensor.Of([1f], 1))]), x, b.Add("Neg", "n", [x]), "y"),
    };

    public static IEnumerable<string> Names => [.. OnImages.Keys, .. OnRows.Keys];

    /// <summary>The graph of a case, with one input <c>x</c> and one output <c>y</c>.</summary>
    public static GatedGraph Build(string name)
    {
        var builder = new GraphBuilder(name, seed: 3);
        bool isImage = OnImages.TryGetValue(name, out var build);
        var input = isImage
            ? builder.Input("x", TensorShape.Batch, 3, 9, 10)
            : builder.Input("x", TensorShape.Batch, 10);
        return builder.Build(plan: null, (build ?? OnRows[name])(builder, input));
    }

    private static GraphValue Convolution(GraphBuilder builder, GraphValue input, params ReadOnlySpan<(string, object)> attributes) =>
        builder.Add("Conv", "y", [input, builder.Constant("w", Ramp(4, 3, 3, 3))], attributes);

    private static GraphValue Pool(
        GraphBuilder builder, GraphValue input, string opType, int kernel, int stride, params ReadOnlySpan<(string, object)> attributes) =>
        builder.Add(opType, "y", [input], [("kernel_shape", new[] { kernel, kernel }), ("strides", new[] { stride, stride }), .. attributes]);

    private static GraphValue Reshape(GraphBuilder builder, GraphValue input, params long[] shape) =>
        builder.Add("Reshape", "y", [input, builder.Constant("shape", HostTensor.Of(shape, shape.Length))]);

    private static GraphValue Gate(GraphBuilder builder, GraphValue input, int[] axes)
    {
        var mean = builder.Add("ReduceMean", "mean", [input], ("axes", axes));
        return builder.Where(Positive(builder, mean, "g"), builder.Convolution(input, "deep", 3, 3, padding: 1), input, "y");
    }

    private static GraphValue Row(GraphBuilder builder) => builder.Constant("row", Ramp(10));

    private static GraphValue Largest(GraphBuilder builder, GraphValue input, string name = "largest") =>
        builder.Add("ReduceMax", name, [input], ("axes", new[] { 1 }));

    private static GraphValue Positive(GraphBuilder builder, GraphValue input, string name) =>
        builder.Add("Greater", name, [input, builder.Constant($"{name}.zero", HostTensor.Of([0f], 1))]);

    private static GraphValue Small(GraphBuilder builder, GraphValue input) =>
        builder.Add("Less", "small", [input, builder.Constant("small.limit", HostTensor.Of([0.5f], 1))]);

    private static HostTensor Ramp(params int[] shape)
    {
        int length = shape.Aggregate(1, (product, size) => product * size);
        return HostTensor.Of([.. Enumerable.Range(0, length).Select(i => (i * 37 % 19 / 9f) - 1)], shape);
    }
}
