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
        ["gate"] = (b, x) => b.Where(b.Add("Greater", "g", [Largest(b, x, "m"), b.Constant("t", HostTensor.Of([1f], 1))]), x, b.Add("Neg", "n", [x]), "y"),
    };

    public static TheoryData<string> Names => [.. OnImages.Keys, .. OnRows.Keys];

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
