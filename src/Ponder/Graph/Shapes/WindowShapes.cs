namespace Ponder.Graph.Shapes;

/// <summary>Shapes that windows over images and resizing make.</summary>
internal static class WindowShapes
{
    public static TensorShape Convolution(
        IConstantSource graph, GraphNode node, TensorShape input, TensorShape weights, TensorShape? bias)
    {
        int group = node.GetInt("group", 1);
        if (weights.Rank != 4 || input.Rank != 4)
            throw ShapeRules.Fault(graph, node, $"expected [N, C, H, W] and weights [O, I, kh, kw], got {input} and {weights}");
        if (group < 1 || weights[0] % group != 0 || (long)weights[1] * group != input[1])
            throw ShapeRules.Fault(graph, node, $"expected channels for weights {weights} in {group} groups, got {input}");
        if (bias is not null && bias != TensorShape.Of(weights[0]))
            throw ShapeRules.Fault(graph, node, $"expected a bias of {weights[0]}, got {bias}");
        if (node.HasAttribute("kernel_shape") && !node.GetInts("kernel_shape").SequenceEqual(weights.Dimensions.Skip(2)))
            throw ShapeRules.Fault(graph, node, $"expected the kernel_shape of weights {weights}");
        return Window(graph, node, input, WindowGeometry.OfConvolution(node, weights), weights[0]);
    }

    public static TensorShape Pooling(IConstantSource graph, GraphNode node, TensorShape input) =>
        Window(graph, node, input, WindowGeometry.OfPooling(node), input.Rank == 4 ? input[1] : 0);

    public static TensorShape GlobalPooling(IConstantSource graph, GraphNode node, TensorShape input) => input.Rank == 4
        ? TensorShape.Of(input[0], input[1], 1, 1)
        : throw ShapeRules.Fault(graph, node, $"expected [N, C, H, W], got {input}");

    public static TensorShape LocalResponse(IConstantSource graph, GraphNode node, TensorShape input) =>
        input.Rank == 4 && node.GetInt("size", 0) is > 0 and < 1 << 15
            ? input
            : throw ShapeRules.Fault(graph, node, $"expected [N, C, H, W] and a size above zero, got {input} and {node.GetInt("size", 0)}");

    public static TensorShape Resize(IConstantSource graph, GraphNode node, TensorShape input) => ResizeGeometry.Of(graph, node, input) is { } resize
        ? TensorShape.Of(input[0], input[1], resize.Rows.Count, resize.Columns.Count)
        : throw ShapeRules.Fault(graph, node, $"expected [N, C, H, W] and constant scales or sizes of H and W, nearest or linear without "
            + $"antialiasing, cropping or excluding what is outside, whole sizes where corners are aligned, got {input}");

    private static TensorShape Window(
        IConstantSource graph, GraphNode node, TensorShape input, WindowGeometry? window, int channels)
    {
        if (input.Rank != 4)
            throw ShapeRules.Fault(graph, node, $"expected [N, C, H, W], got {input}");
        if (window is null)
            throw ShapeRules.Fault(graph, node, "expected a window of two dimensions with sizes and strides above zero");
        int height = window.OutputHeight(input[2]), width = window.OutputWidth(input[3]);
        return height > 0 && width > 0
            ? TensorShape.Of(input[0], channels, height, width)
            : throw ShapeRules.Fault(graph, node, $"expected an image of at least the window's size, got {input}");
    }
}
