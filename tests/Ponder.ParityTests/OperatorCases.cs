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
        ["conv depthwise"] = (b, x) => Depthwise(b, x, 3, ("pads", new[] { 1, 1, 1, 1 })),
        ["conv depthwise without padding"] = (b, x) => Depthwise(b, x, 3),
        ["conv depthwise stride 2"] = (b, x) => Depthwise(b, x, 3, ("auto_pad", "SAME_UPPER"), ("strides", new[] { 2, 2 })),
        ["conv depthwise 5x5"] = (b, x) => Depthwise(b, x, 5, ("pads", new[] { 2, 2, 2, 2 })),
        ["conv depthwise dilated"] = (b, x) => Depthwise(b, x, 3, ("dilations", new[] { 2, 3 }), ("pads", new[] { 2, 3, 2, 3 })),
        ["conv depthwise of two outputs each"] = (b, x) => b.Add("Conv", "y", [x, b.Constant("w", Ramp(6, 1, 3, 3))], ("group", 3)),
        ["clip image"] = (b, x) => Clip(b, x, "y", -0.5f, 0.75f),
        ["clip image from below"] = (b, x) => Clip(b, x, "y", -0.5f),
        ["clip image from above"] = (b, x) => Clip(b, x, "y", float.MinValue, 0.75f),
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

    // As residual networks and AlexNet put them together.
    private static readonly Dictionary<string, Func<GraphBuilder, GraphValue, GraphValue>> Together = new()
    {
        ["conv batch norm relu"] = (b, x) => b.Relu(Normalize(b, b.Convolution(x, "c", 7, 3, padding: 1), "n"), "y"),
        ["conv batch norm add relu"] = (b, x) => b.Relu(b.Add("Add", "y0", [Normalize(b, b.Convolution(x, "c", 3, 3, padding: 1), "n"), x]), "y"),
        ["conv of two readers, batch norm"] = (b, x) => Both(b, b.Convolution(x, "c", 3, 3, padding: 1), c => Normalize(b, c, "n")),
        ["add of two convs"] = (b, x) => b.Add("Add", "y", [b.Convolution(x, "a", 20, 3, padding: 1), b.Convolution(x, "b", 20, 1)]),
        ["add of a conv and what it reads"] = (b, x) => b.Convolution(b.Add("Add", "s", [b.Convolution(x, "a", 3, 1), x]), "y", 3, 5, padding: 2),
        ["conv added to itself"] = (b, x) => Both(b, b.Convolution(x, "c", 3, 3), c => c),
        ["residual units"] = (b, x) => Residual(b, Residual(b, Residual(b, x, "u1"), "u2"), "u3"),
        ["residual unit with shortcut A"] = (b, x) => b.Relu(b.Add("Add", "s", [
            Normalize(b, b.Convolution(Residual(b, x, "u"), "c", 6, 3, padding: 1, stride: 2), "n"), ShortcutA(b, x)]), "y"),
        ["conv clip"] = (b, x) => Clip(b, b.Convolution(x, "c", 20, 3, padding: 1), "y", 0, 0.25f),
        ["conv add clip"] = (b, x) => Clip(b, b.Add("Add", "s", [b.Convolution(x, "c", 3, 3, padding: 1), x]), "y", -0.25f, 0.25f),
        ["conv clip without bounds"] = (b, x) => Clip(b, b.Convolution(x, "c", 20, 3), "y"),
        ["add clip"] = (b, x) => Clip(b, b.Add("Add", "s", [b.Relu(x, "r"), x]), "y", -1, 1),
        ["conv in groups"] = (b, x) => Grouped(b, b.Convolution(x, "c", 12, 1), "y", 18, 3),
        ["conv in groups dilated relu"] = (b, x) => b.Relu(Grouped(b, b.Convolution(x, "c", 12, 1), "g", 40, 2, ("dilations", new[] { 2, 2 })), "y"),
        ["conv in groups batch norm add"] = (b, x) =>
        {
            var input = b.Convolution(x, "c", 12, 1);
            return b.Add("Add", "y", [Normalize(b, Grouped(b, input, "g", 12, 4, ("pads", new[] { 1, 1, 1, 1 })), "n"), input]);
        },
        ["depthwise separable"] = (b, x) =>
        {
            var wide = Clip(b, b.Convolution(x, "c1", 40, 1), "r1", 0, 6);
            var deep = Clip(b, Normalize(b, Grouped(b, wide, "d", 40, 40, ("pads", new[] { 1, 1, 1, 1 })), "n"), "r2", 0, 6);
            return b.Add("Add", "y", [b.Convolution(deep, "c2", 3, 1), x]);
        },
        ["depthwise added in place"] = (b, x) =>
        {
            var input = b.Convolution(x, "c", 24, 1);
            var deep = Grouped(b, b.Relu(input, "r"), "d", 24, 24, ("pads", new[] { 1, 1, 1, 1 }));
            return b.Relu(b.Add("Add", "s", [deep, input]), "y");
        },
        ["leaky relu image"] = (b, x) => b.Add("LeakyRelu", "y", [x], ("alpha", 0.3f)),
        ["prelu image"] = (b, x) => b.Add("PRelu", "y", [x, b.Constant("s", Ramp(3, 1, 1))]),
        ["hard sigmoid image"] = (b, x) => b.Add("HardSigmoid", "y", [x], ("alpha", 0.4f), ("beta", 0.3f)),
        ["hard swish image"] = (b, x) => b.Add("HardSwish", "y", [x]),
        ["sigmoid image"] = (b, x) => b.Add("Sigmoid", "y", [x]),
        ["tanh image"] = (b, x) => b.Add("Tanh", "y", [x]),
        ["erf image"] = (b, x) => b.Add("Erf", "y", [x]),
        ["softplus image"] = (b, x) => b.Add("Softplus", "y", [x]),
        ["elu image"] = (b, x) => b.Add("Elu", "y", [x]),
        ["square image"] = (b, x) => b.Add("Pow", "y", [x, b.Constant("two", HostTensor.Of([2f]))]),
        ["silu after a conv"] = (b, x) =>
        {
            var wide = b.Convolution(x, "c", 20, 3, padding: 1);
            return b.Convolution(b.Add("Mul", "m", [wide, b.Add("Sigmoid", "s", [wide])]), "y", 4, 3, padding: 1);
        },
        ["sigmoid times another image"] = (b, x) => b.Add("Mul", "y", [b.Relu(x, "r"), b.Add("Sigmoid", "s", [x])]),
        ["min of images"] = (b, x) => b.Add("Min", "y", [x, b.Convolution(x, "c", 3, 3, padding: 1)]),
        ["max with a constant by channel"] = (b, x) => b.Add("Max", "y", [b.Constant("c", Ramp(1, 3, 1, 1)), x]),
        ["squeeze and excitation"] = (b, x) =>
        {
            var wide = b.Relu(b.Convolution(x, "c", 20, 3, padding: 1), "r");
            var squeezed = b.Relu(b.Convolution(b.Add("GlobalAveragePool", "p", [wide]), "down", 5, 1), "d");
            return b.Convolution(b.Add("Mul", "m", [wide, b.Add("HardSigmoid", "s", [b.Convolution(squeezed, "up", 20, 1)])]), "y", 4, 1);
        },
        ["image times a number by position"] = (b, x) => b.Add("Mul", "y", [b.Convolution(x, "c", 1, 1), x]),
        ["global max pool"] = (b, x) => b.Add("GlobalMaxPool", "y", [x]),
        ["reduce max over positions"] = (b, x) => b.Add("ReduceMax", "y", [x], ("axes", new[] { 2, 3 }), ("keepdims", 0)),
        ["reduce mean over channels"] = (b, x) => b.Add("ReduceMean", "y", [x], ("axes", new[] { 1 })),
        ["arg max over channels kept"] = (b, x) => b.Add("ArgMax", "y", [x], ("axis", 1)),
        ["log softmax over channels"] = (b, x) => b.Add("LogSoftmax", "y", [x], ("axis", 1)),
        ["transpose to channels last"] = (b, x) => b.Add("Transpose", "y", [x], ("perm", new[] { 0, 2, 3, 1 })),
        ["transpose there and back"] = (b, x) => b.Convolution(b.Add(
            "Transpose", "back", [b.Relu(b.Add("Transpose", "t", [x], ("perm", new[] { 0, 2, 3, 1 })), "r")], ("perm", new[] { 0, 3, 1, 2 })), "y", 4, 3, padding: 1),
        ["shuffle of channels"] = (b, x) => b.Convolution(Shuffle(b, b.Convolution(x, "c", 6, 3), "s"), "y", 4, 1),
        ["squeeze linear"] = (b, x) => b.Linear(b.Add(
            "Squeeze", "s", [b.Add("GlobalAveragePool", "p", [b.Convolution(x, "c", 20, 3)]), Integers(b, "axes", 2, 3)]), "y", 10),
        ["unsqueeze to an image"] = (b, x) => b.Convolution(b.Add(
            "Unsqueeze", "u", [b.Linear(b.Flatten(x, "f"), "l", 12), Integers(b, "axes", 2, 3)]), "y", 4, 1),
        ["batch norm image"] = (b, x) => Normalize(b, x, "y"),
        ["batch norm relu conv"] = (b, x) => b.Convolution(b.Relu(Normalize(b, x, "n"), "r"), "y", 5, 3, padding: 1),
        ["batch norm row"] = (b, x) => Normalize(b, b.Linear(b.Flatten(x, "f"), "l", 12), "y"),
        ["lrn"] = (b, x) => b.LocalResponseNormalization(b.Convolution(x, "c", 20, 3), "y", 5, 0.3f, 0.75f, 2),
        ["lrn of another exponent"] = (b, x) => b.Convolution(b.LocalResponseNormalization(x, "l", 3, 0.3f, 0.5f, 1), "y", 4, 3, padding: 1),
        ["slice of positions and channels"] = (b, x) => Slice(b, x, "y", [1, 1, -9], [3, 8, 100], [1, 2, 3], [1, 2, 3]),
        ["pad of positions and channels"] = (b, x) => Pad(b, x, "y", [0, 2, 1, 0, 0, 1, 3, 2], 0.5f),
        ["shortcut A"] = (b, x) => ShortcutA(b, x),
        ["slice of two readers, pad"] = (b, x) => b.Add("Concat", "y", [
            Slice(b, x, "s", [0], [9], [2], [2]), Pad(b, b.Relu(Slice(b, x, "t", [0], [9], [2], [2]), "r"), "p", [0, 1, 0, 0, 0, 0, 0, 0])], ("axis", 1)),
        ["concat of channels"] = (b, x) => b.Convolution(
            b.Add("Concat", "c", [b.Convolution(x, "a", 5, 3, padding: 1), x, b.Relu(x, "r")], ("axis", -3)), "y", 4, 3, padding: 1),
        ["sub images"] = (b, x) => b.Add("Sub", "y", [b.Relu(x, "r"), x]),
        ["mul images relu"] = (b, x) => b.Relu(b.Add("Mul", "m", [b.Convolution(x, "c", 3, 3, padding: 1), x]), "y"),
        ["div images"] = (b, x) => b.Add("Div", "y", [x, b.Add("Add", "a", [b.Relu(x, "r"), b.Constant("one", HostTensor.Of([1f], 1))])]),
        ["constant by channel minus image"] = (b, x) => b.Add("Sub", "y", [b.Constant("c", Ramp(1, 3, 1, 1)), x]),
        ["global average pool flatten linear"] = (b, x) => b.Linear(b.GlobalAveragePool(b.Convolution(x, "c", 20, 3), "p"), "y", 10),
        ["global average pool padded conv"] = (b, x) => b.Convolution(b.Add("GlobalAveragePool", "p", [x]), "y", 4, 3, padding: 1),
        ["reduce mean kept reshape"] = (b, x) => Reshape(b, b.Add("ReduceMean", "m", [x], ("axes", new[] { -2, -1 })), 0, -1),
        ["dropout between layers"] = (b, x) => b.Linear(
            b.Dropout(b.Flatten(b.Dropout(b.Relu(b.Convolution(x, "c", 5, 3), "r"), "d1", 0.5f), "f"), "d2", 0.5f), "y", 10),
        ["dropout asked for"] = (b, x) => b.Dropout(b.Relu(x, "r"), "y", 0.5f),
        ["pool flatten linear without a copy"] = (b, x) => b.Linear(b.Flatten(b.MaxPool(b.Convolution(x, "c", 5, 3), "p", 3, 2), "f"), "y", 10),
        ["alexnet with a branch before a relu"] = (b, x) =>
        {
            var first = b.Convolution(x, "c1", 20, 5, padding: 2);
            var trunk = b.LocalResponseNormalization(b.MaxPool(b.Relu(first, "r1"), "p1", 3, 2, ceilMode: true), "l1", 3, 1.5e-4f, 0.75f, 2);
            var branch = b.Linear(b.Flatten(b.MaxPool(first, "p2", 3, 2), "f2"), "branch", 10);
            return b.Add("Add", "y", [b.Linear(b.Dropout(b.Flatten(trunk, "f1"), "d", 0.5f), "main", 10), branch]);
        },
        ["gate between residual units"] = (b, x) => GateOnUnits(b, x),
    };

    private static readonly Dictionary<string, Func<GraphBuilder, GraphValue, GraphValue>> OnRows = new()
    {
        ["softmax"] = (b, x) => b.Add("Softmax", "y", [x], ("axis", 1)),
        ["log softmax"] = (b, x) => b.Add("LogSoftmax", "y", [x], ("axis", -1)),
        ["exp"] = (b, x) => b.Add("Exp", "y", [x]),
        ["neg"] = (b, x) => b.Add("Neg", "y", [x]),
        ["abs sqrt"] = (b, x) => b.Add("Sqrt", "y", [b.Add("Abs", "a", [x])]),
        ["log of exp"] = (b, x) => b.Add("Log", "y", [b.Add("Exp", "e", [x])]),
        ["clip"] = (b, x) => Clip(b, x, "y", -0.5f, 0.75f),
        ["leaky relu"] = (b, x) => b.Add("LeakyRelu", "y", [x]),
        ["prelu"] = (b, x) => b.Add("PRelu", "y", [x, Row(b)]),
        ["hard swish"] = (b, x) => b.Add("HardSwish", "y", [x]),
        ["erf"] = (b, x) => b.Add("Erf", "y", [x]),
        ["min max"] = (b, x) => b.Add("Min", "y", [b.Add("Max", "m", [x, Row(b)]), b.Constant("s", HostTensor.Of([0.5f], 1))]),
        ["pow"] = (b, x) => b.Add("Pow", "y", [b.Add("Exp", "e", [x]), b.Constant("p", HostTensor.Of([1.5f]))]),
        ["floor ceil reciprocal"] = (b, x) => b.Add("Reciprocal", "y", [b.Add(
            "Sub", "s", [b.Add("Floor", "f", [x]), b.Add("Add", "a", [b.Add("Ceil", "c", [x]), b.Constant("h", HostTensor.Of([0.5f], 1))])])]),
        ["silu"] = (b, x) => b.Add("Mul", "y", [x, b.Add("Sigmoid", "s", [x])]),
        ["matmul relu"] = (b, x) => b.Relu(b.Add("MatMul", "m", [x, b.Constant("w", Ramp(10, 40))]), "y"),
        ["squeeze unsqueeze"] = (b, x) => b.Add("Squeeze", "y", [b.Add("Unsqueeze", "u", [x, Integers(b, "axes", 1)]), Integers(b, "gone", -2)]),
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

    public static IEnumerable<string> Names => [.. OnImages.Keys, .. Together.Keys, .. RearrangementCases.OnImages.Keys, .. OnRows.Keys, .. RearrangementCases.OnRows.Keys];

    /// <summary>The graph of a case, with one input <c>x</c> and one output <c>y</c>.</summary>
    public static GatedGraph Build(string name)
    {
        var builder = new GraphBuilder(name, seed: 3);
        bool isImage = OnImages.TryGetValue(name, out var build) || Together.TryGetValue(name, out build)
            || RearrangementCases.OnImages.TryGetValue(name, out build);
        var input = isImage
            ? builder.Input("x", TensorShape.Batch, 3, 9, 10)
            : builder.Input("x", TensorShape.Batch, 10);
        return builder.Build(plan: null, (build ?? OnRows.GetValueOrDefault(name) ?? RearrangementCases.OnRows[name])(builder, input));
    }

    private static GraphValue Convolution(GraphBuilder builder, GraphValue input, params ReadOnlySpan<(string, object)> attributes) =>
        builder.Add("Conv", "y", [input, builder.Constant("w", Ramp(4, 3, 3, 3))], attributes);

    private static GraphValue Depthwise(
        GraphBuilder builder, GraphValue input, int kernel, params ReadOnlySpan<(string, object)> attributes) => builder.Add(
            "Conv", "y", [input, builder.Constant("w", Ramp(3, 1, kernel, kernel)), builder.Constant("b", Ramp(3))], [("group", 3), .. attributes]);

    private static GraphValue Grouped(
        GraphBuilder builder, GraphValue input, string name, int outputs, int groups, params ReadOnlySpan<(string, object)> attributes) =>
        builder.Add(
            "Conv", name,
            [input, builder.Constant($"{name}.w", Ramp(outputs, input.Shape[1] / groups, 3, 3)), builder.Constant($"{name}.b", Ramp(outputs))],
            [("group", groups), .. attributes]);

    private static GraphValue Shuffle(GraphBuilder builder, GraphValue input, string name)
    {
        var (channels, height, width) = (input.Shape[1], input.Shape[2], input.Shape[3]);
        var apart = builder.Add("Reshape", $"{name}.apart", [input, Integers(builder, $"{name}.parts", 0, 2, channels / 2, height * width)]);
        var mixed = builder.Add("Transpose", $"{name}.mixed", [apart], ("perm", new[] { 0, 2, 1, 3 }));
        return builder.Add("Reshape", name, [mixed, Integers(builder, $"{name}.whole", -1, channels, height, width)]);
    }

    private static GraphValue Clip(GraphBuilder builder, GraphValue input, string name, params float[] bounds)
    {
        GraphValue Bound(string which, float bound) => builder.Constant($"{name}.{which}", HostTensor.Of([bound]));
        return builder.Add("Clip", name, [input, .. bounds.Select((bound, i) => Bound(i == 0 ? "min" : "max", bound))]);
    }

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

    private static GraphValue Normalize(GraphBuilder builder, GraphValue input, string name)
    {
        int channels = input.Shape[1];
        var variance = HostTensor.Of([.. Enumerable.Range(1, channels).Select(c => 0.3f * c)], channels);
        return builder.Add(
            "BatchNormalization", name,
            [
                input, builder.Constant($"{name}.scale", Ramp(channels)), builder.Constant($"{name}.offset", Ramp(channels)),
                builder.Constant($"{name}.mean", Ramp(channels)), builder.Constant($"{name}.variance", variance),
            ],
            ("epsilon", 1e-3f));
    }

    private static GraphValue Both(GraphBuilder builder, GraphValue value, Func<GraphValue, GraphValue> other) =>
        builder.Add("Add", "y", [value, other(value)]);

    private static GraphValue Residual(GraphBuilder builder, GraphValue input, string name)
    {
        int channels = input.Shape[1];
        var inner = builder.Relu(builder.NormalizedConvolution(input, $"{name}.c1", channels, 3, padding: 1), $"{name}.r1");
        var sum = builder.Add("Add", $"{name}.sum", [builder.NormalizedConvolution(inner, $"{name}.c2", channels, 3, padding: 1), input]);
        return builder.Relu(sum, name);
    }

    private static GraphValue ShortcutA(GraphBuilder builder, GraphValue input) =>
        Pad(builder, Slice(builder, input, "half", [0, 0], [9, 10], [2, 3], [2, 2]), "shortcut", [0, 1, 0, 0, 0, 2, 0, 0]);

    private static GraphValue GateOnUnits(GraphBuilder builder, GraphValue input)
    {
        var unit = Residual(builder, input, "u1");
        var score = builder.Convolution(builder.Add("GlobalAveragePool", "pool", [unit]), "score", 1, 1);
        var gate = builder.Add("Greater", "gate", [score, builder.Constant("limit", HostTensor.Of([0.4f], 1))]);
        return Residual(builder, builder.Where(gate, unit, Residual(builder, unit, "u2"), "chosen"), "y");
    }

    private static GraphValue Slice(
        GraphBuilder builder, GraphValue input, string name, long[] starts, long[] ends, long[] axes, long[] steps) =>
        builder.Add("Slice", name,
        [
            input, Integers(builder, $"{name}.starts", starts), Integers(builder, $"{name}.ends", ends),
            Integers(builder, $"{name}.axes", axes), Integers(builder, $"{name}.steps", steps),
        ]);

    private static GraphValue Pad(GraphBuilder builder, GraphValue input, string name, long[] pads, float value = 0) => builder.Add(
        "Pad", name, [input, Integers(builder, $"{name}.pads", pads), builder.Constant($"{name}.value", HostTensor.Of([value]))]);

    private static GraphValue Integers(GraphBuilder builder, string name, params long[] values) =>
        builder.Constant(name, HostTensor.Of(values, values.Length));

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
