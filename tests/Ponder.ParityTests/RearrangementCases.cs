using Ponder.Graph;

namespace Ponder.ParityTests;

/// <summary>Graphs on images with operators that divide, resize, convert and compare, and any of them behind an exit.</summary>
internal static class RearrangementCases
{
    public static IReadOnlyDictionary<string, Func<GraphBuilder, GraphValue, GraphValue>> OnImages { get; } =
        new Dictionary<string, Func<GraphBuilder, GraphValue, GraphValue>>
        {
            ["split of channels"] = (b, x) => Swapped(b, x, "y", axis: 1, (1, 2)),
            ["split of rows of pixels"] = (b, x) => Swapped(b, x, "y", axis: 2, (4, 5)),
            ["split of columns of a padded image"] = (b, x) => b.Convolution(Swapped(b, b.Relu(x, "r"), "s", axis: -1, (3, 7)), "y", 4, 3, padding: 1),
            ["split with a part that nobody reads"] = (b, x) => b.Relu(b.Split(x, 1, ("a", 1), ("b", 1), ("c", 1))[1], "y"),
            ["split with a part that two read"] = (b, x) =>
            {
                var parts = b.Split(b.Convolution(x, "c", 8, 3, padding: 1), 1, ("s", 4), ("t", 4));
                var unit = b.Convolution(b.Relu(parts[1], "r"), "d", 4, 3, padding: 1);
                return b.Add("Concat", "y", [parts[0], b.Add("Add", "sum", [unit, parts[1]])], ("axis", 1));
            },
            ["split of what a relu reads too"] = (b, x) =>
            {
                var wide = b.Convolution(x, "c", 4, 3);
                var parts = b.Split(wide, 1, ("s", 1), ("t", 3));
                var rectified = b.Relu(wide, "r");
                return b.Add("Concat", "y", [parts[1], rectified, parts[0]], ("axis", 1));
            },
            ["resize nearest"] = (b, x) => Resize(b, x, "y", [1, 1, 2, 1.7f]),
            ["resize nearest asymmetric floor"] = (b, x) => Resize(
                b, x, "y", [1, 1, 2, 3], ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")),
            ["resize nearest smaller, ceil"] = (b, x) => Resize(b, x, "y", [1, 1, 0.4f, 0.6f], ("nearest_mode", "ceil")),
            ["resize nearest, halves up"] = (b, x) => Resize(b, x, "y", [1, 1, 2, 0.5f], ("nearest_mode", "round_prefer_ceil")),
            ["resize linear"] = (b, x) => Resize(b, x, "y", [1, 1, 2, 1.7f], ("mode", "linear")),
            ["resize linear smaller"] = (b, x) => Resize(b, x, "y", [1, 1, 0.7f, 0.45f], ("mode", "linear")),
            ["resize linear as PyTorch"] = (b, x) => Resize(
                b, x, "y", [1, 1, 1.5f, 0.1f], ("mode", "linear"), ("coordinate_transformation_mode", "pytorch_half_pixel")),
            ["resize linear with aligned corners"] = (b, x) => Resize(
                b, x, "y", [1, 1, 2, 3], ("mode", "linear"), ("coordinate_transformation_mode", "align_corners")),
            ["resize linear asymmetric, padded conv"] = (b, x) => b.Convolution(Resize(
                b, x, "r", [1, 1, 2, 2], ("mode", "linear"), ("coordinate_transformation_mode", "asymmetric")), "y", 4, 3, padding: 1),
            ["cast of a comparison"] = (b, x) => b.Add("Mul", "y", [x, Mask(b, x, "m")]),
            ["comparison of images"] = (b, x) => b.Add("Less", "y", [x, b.Relu(b.Convolution(x, "c", 3, 3, padding: 1), "r")]),
            ["not, and, or of images"] = (b, x) => b.Add("Or", "y", [
                b.Add("Not", "n", [Positive(b, x, "p")]), b.Add("And", "a", [Positive(b, x, "q"), Positive(b, b.Convolution(x, "c", 3, 1), "s")])]),
            ["equal classes of positions"] = (b, x) => b.Add("Equal", "y", [
                b.Add("ArgMax", "a", [x], ("axis", 1)), b.Constant("one", HostTensor.Of([1L], 1))]),
            ["cast of classes of positions"] = (b, x) => b.Add("Cast", "y", [b.Add("ArgMax", "a", [x], ("axis", 1))], ("to", 1)),
            ["choice by element of images"] = (b, x) => b.Where(Positive(b, x, "p"), x, b.Convolution(x, "c", 3, 1), "y"),
            ["max of three images"] = (b, x) => b.Add("Max", "y", [x, b.Convolution(x, "c", 3, 1), b.Add("Neg", "n", [x])]),
            ["arg max over columns"] = (b, x) => b.Add("ArgMax", "y", [x], ("axis", 3)),
            ["reduce mean over rows"] = (b, x) => b.Add("ReduceMean", "y", [x], ("axes", new[] { 2 }), ("keepdims", 0)),
            ["reduce sum over channels and columns"] = (b, x) => b.Add("ReduceSum", "y", [x, Integers(b, "axes", 1, -1)]),
            ["reduce max over all of a sample"] = (b, x) => b.Add("ReduceMax", "y", [x], ("axes", new[] { 1, 2, 3 }), ("keepdims", 0)),
            ["softmax over rows"] = (b, x) => b.Add("Softmax", "y", [x], ("axis", 2)),
            ["sum of rank three"] = (b, x) => b.Add("Add", "y", [Flat(b, x), b.Add("ReduceMean", "m", [Flat(b, x, "g")], ("axes", new[] { 1 }))]),
            ["sum with constants by column, relu"] = (b, x) => b.Relu(b.Add("Add", "s", [x, Constants(b, "c", 10)]), "y"),
            ["prelu by pixel"] = (b, x) => b.Add("PRelu", "y", [x, Constants(b, "c", 9, 10)]),
            ["average pool padded behind"] = (b, x) => Pool(b, x, "AveragePool", "y", ("pads", new[] { 0, 0, 1, 1 })),
            ["average pool padded behind and counted"] = (b, x) => Pool(b, x, "AveragePool", "y", ("pads", new[] { 0, 1, 2, 0 }), ("count_include_pad", 1)),
            ["average pool same lower"] = (b, x) => Pool(b, x, "AveragePool", "y", ("auto_pad", "SAME_LOWER")),
            ["average pool ceil padded"] = (b, x) => Pool(b, x, "AveragePool", "y", ("pads", new[] { 1, 1, 1, 1 }), ("ceil_mode", 1)),
            ["max pool padded in front"] = (b, x) => Pool(b, x, "MaxPool", "y", ("pads", new[] { 2, 1, 0, 0 })),
            ["max pool dilated padded relu"] = (b, x) => b.Relu(Pool(b, x, "MaxPool", "p", ("pads", new[] { 2, 2, 2, 2 }), ("dilations", new[] { 2, 3 })), "y"),
            ["split inside an exit"] = (b, x) => Gate(b, x, inner => Swapped(b, inner, "deep", axis: 1, (2, 1))),
            ["resize inside an exit"] = (b, x) => Gate(b, x, inner => Resize(b, Resize(b, inner, "twice", [1, 1, 2, 2], ("mode", "linear")), "deep", [1, 1, 0.5f, 0.5f])),
            ["cast inside an exit"] = (b, x) => Gate(b, x, inner => b.Add("Mul", "deep", [inner, Mask(b, inner, "m")])),
            ["reduction inside an exit"] = (b, x) => Gate(b, x, inner => b.Add("Add", "deep", [inner, b.Add("ReduceMax", "m", [inner], ("axes", new[] { 2 }))])),
            ["choice by element inside an exit"] = (b, x) => Gate(b, x, inner => b.Where(Positive(b, inner, "p"), inner, b.Add("Neg", "n", [inner]), "deep")),
        };

    public static IReadOnlyDictionary<string, Func<GraphBuilder, GraphValue, GraphValue>> OnRows { get; } =
        new Dictionary<string, Func<GraphBuilder, GraphValue, GraphValue>>
        {
            ["split of a row"] = (b, x) => Swapped(b, x, "y", axis: -1, (3, 7)),
            ["slice of a row"] = (b, x) => b.Add("Slice", "y", [x, Integers(b, "s", 1), Integers(b, "e", 9), Integers(b, "a", 1), Integers(b, "t", 3)]),
            ["concat of a row with its classes' scores"] = (b, x) => b.Add("Concat", "y", [x, b.Linear(x, "l", 4)], ("axis", 1)),
            ["min of three rows"] = (b, x) => b.Add("Min", "y", [b.Add("ReduceMean", "m", [x], ("axes", new[] { 1 })), x, Constants(b, "c", 10)]),
            ["cast of a row"] = (b, x) => b.Add("Cast", "y", [x], ("to", 7)),
            ["cast of truths to integers"] = (b, x) => b.Add("Cast", "y", [Positive(b, x, "p")], ("to", 7)),
            ["cast of integers to truths"] = (b, x) => b.Add("Cast", "y", [b.Add("Cast", "i", [x], ("to", 7))], ("to", 9)),
            ["equal floats"] = (b, x) => b.Add("Equal", "y", [b.Relu(x, "r"), x]),
            ["compare integers"] = (b, x) => b.Add("GreaterOrEqual", "y", [b.Add("ArgMax", "a", [x], ("axis", 1)), b.Constant("k", HostTensor.Of([4L], 1))]),
            ["rank three"] = (b, x) => b.Add("Softmax", "y", [b.Add("Mul", "m", [Parts(b, x), Constants(b, "c", 2, 1)])], ("axis", 1)),
            ["split inside an exit of rows"] = (b, x) => b.Where(
                Positive(b, b.Add("ReduceMax", "m", [x], ("axes", new[] { 1 })), "g"), Swapped(b, x, "deep", axis: 1, (3, 7)), x, "y"),
        };

    private static GraphValue Swapped(GraphBuilder builder, GraphValue input, string name, int axis, (int First, int Second) sizes)
    {
        var parts = builder.Split(input, axis, ($"{name}.first", sizes.First), ($"{name}.second", sizes.Second));
        return builder.Add("Concat", name, [parts[1], parts[0]], ("axis", axis));
    }

    private static GraphValue Resize(GraphBuilder builder, GraphValue input, string name, float[] scales, params ReadOnlySpan<(string, object)> attributes) =>
        builder.Add("Resize", name, [input, builder.Constant($"{name}.roi", HostTensor.Of(Array.Empty<float>(), 0)), builder.Constant($"{name}.scales", HostTensor.Of(scales, 4))], attributes);

    private static GraphValue Pool(
        GraphBuilder builder, GraphValue input, string opType, string name, params ReadOnlySpan<(string, object)> attributes) =>
        builder.Add(opType, name, [input], [("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), .. attributes]);

    private static GraphValue Gate(GraphBuilder builder, GraphValue input, Func<GraphValue, GraphValue> deep)
    {
        var mean = builder.Add("ReduceMean", "mean", [input], ("axes", new[] { 1, 2, 3 }));
        return builder.Where(Positive(builder, mean, "gate"), deep(builder.Convolution(input, "conv", 3, 3, padding: 1)), input, "y");
    }

    private static GraphValue Mask(GraphBuilder builder, GraphValue input, string name) =>
        builder.Add("Cast", name, [Positive(builder, input, $"{name}.positive")], ("to", 1));

    private static GraphValue Positive(GraphBuilder builder, GraphValue input, string name) =>
        builder.Add("Greater", name, [input, builder.Constant($"{name}.zero", HostTensor.Of([0f], 1))]);

    private static GraphValue Flat(GraphBuilder builder, GraphValue input, string name = "flat") =>
        builder.Add("Reshape", name, [input, Integers(builder, $"{name}.shape", 0, 3, -1)]);

    private static GraphValue Parts(GraphBuilder builder, GraphValue input) => builder.Add("Reshape", "parts", [input, Integers(builder, "shape", 0, 2, 5)]);

    private static GraphValue Integers(GraphBuilder builder, string name, params long[] values) =>
        builder.Constant(name, HostTensor.Of(values, values.Length));

    private static GraphValue Constants(GraphBuilder builder, string name, params int[] shape)
    {
        int length = shape.Aggregate(1, (product, size) => product * size);
        return builder.Constant(name, HostTensor.Of([.. Enumerable.Range(0, length).Select(i => (i % 7 * 0.4f) - 1)], shape));
    }
}
