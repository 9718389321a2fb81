namespace Ponder.Graph;

/// <summary>The shape that each operator makes. One flat table.</summary>
internal static class ShapeRules
{
    /// <summary>Type and shape of a node's first output.</summary>
    /// <exception cref="ModelFormatException">The inputs do not fit, or the operator is not known.</exception>
    public static (ElementType Type, TensorShape Shape) Apply(IConstantSource graph, GraphNode node, TensorInfo?[] inputs)
    {
        TensorInfo Input(int index) => index < inputs.Length && inputs[index] is { } info
            ? info
            : throw Fault(graph, node, $"expected input {index}, got none");

        if (node.Domain is not ("" or "ai.onnx"))
            throw Fault(graph, node, $"operator of domain '{node.Domain}' is not supported");
        return node.OpType switch
        {
            "Conv" => (ElementType.Float32, Convolution(graph, node, Input(0).Shape, Input(1).Shape)),
            "MaxPool" or "AveragePool" => (Input(0).ElementType, Pooling(graph, node, Input(0).Shape)),
            "GlobalAveragePool" => (Input(0).ElementType, GlobalPooling(graph, node, Input(0).Shape)),
            "Gemm" => (ElementType.Float32, Gemm(graph, node, Input(0).Shape, Input(1).Shape)),
            "MatMul" => (ElementType.Float32, MatMul(graph, node, Input(0).Shape, Input(1).Shape)),
            "Flatten" => (Input(0).ElementType, Flatten(graph, node, Input(0).Shape)),
            "Reshape" => (Input(0).ElementType, Reshape(graph, node, Input(0).Shape)),
            "Relu" or "Exp" or "Log" or "Neg" or "Sqrt" or "Abs" or "Sigmoid" or "Tanh" or "Identity"
                or "Softmax" or "LogSoftmax" or "Not" or "Dropout" => (Input(0).ElementType, Input(0).Shape),
            "Add" or "Sub" or "Mul" or "Div" or "And" or "Or" =>
                (Input(0).ElementType, Broadcast(graph, node, Input(0).Shape, Input(1).Shape)),
            "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "Equal" =>
                (ElementType.Boolean, Broadcast(graph, node, Input(0).Shape, Input(1).Shape)),
            "Where" => (Input(1).ElementType, Broadcast(
                graph, node, Input(0).Shape, Broadcast(graph, node, Input(1).Shape, Input(2).Shape))),
            "ReduceSum" or "ReduceMax" or "ReduceMean" => (Input(0).ElementType, Reduce(graph, node, Input(0).Shape, Axes(graph, node))),
            "ArgMax" => (ElementType.Int64, Reduce(graph, node, Input(0).Shape, [node.GetInt("axis", 0)])),
            var unknown => throw Fault(graph, node, $"operator '{unknown}' is not supported"),
        };
    }

    /// <summary>The axes that a reduction sums over: an attribute, or since opset 13 an input of ReduceSum.</summary>
    public static int[] Axes(IConstantSource graph, GraphNode node)
    {
        if (!node.HasInput(1))
            return node.GetInts("axes");
        return graph.IsConstant(node.Inputs[1])
            ? [.. graph.Constant(node.Inputs[1]).Int64s.ToArray().Select(axis => (int)axis)]
            : throw Fault(graph, node, "expected constant axes");
    }

    private static TensorShape Convolution(IConstantSource graph, GraphNode node, TensorShape input, TensorShape weights)
    {
        if (weights.Rank == 4 && input.Rank == 4 && weights[1] * node.GetInt("group", 1) != input[1])
            throw Fault(graph, node, $"expected {weights[1] * node.GetInt("group", 1)} channels for weights {weights}, got {input}");
        return Window(graph, node, input, WindowGeometry.OfConvolution(node, weights), weights[0]);
    }

    private static TensorShape Pooling(IConstantSource graph, GraphNode node, TensorShape input) =>
        Window(graph, node, input, WindowGeometry.OfPooling(node), input.Rank == 4 ? input[1] : 0);

    private static TensorShape GlobalPooling(IConstantSource graph, GraphNode node, TensorShape input) => input.Rank == 4
        ? TensorShape.Of(input[0], input[1], 1, 1)
        : throw Fault(graph, node, $"expected [N, C, H, W], got {input}");

    private static TensorShape Window(
        IConstantSource graph, GraphNode node, TensorShape input, WindowGeometry? window, int channels)
    {
        if (input.Rank != 4)
            throw Fault(graph, node, $"expected [N, C, H, W], got {input}");
        if (window is null)
            throw Fault(graph, node, "expected a window of two dimensions with sizes and strides above zero");
        int height = window.OutputHeight(input[2]), width = window.OutputWidth(input[3]);
        return height > 0 && width > 0
            ? TensorShape.Of(input[0], channels, height, width)
            : throw Fault(graph, node, $"expected an image of at least the window's size, got {input}");
    }

    private static TensorShape Gemm(IConstantSource graph, GraphNode node, TensorShape a, TensorShape b)
    {
        if (a.Rank != 2 || b.Rank != 2)
            throw Fault(graph, node, $"expected two matrices, got {a} and {b}");
        (int rows, int inner) = node.GetInt("transA", 0) == 0 ? (a[0], a[1]) : (a[1], a[0]);
        (int innerB, int columns) = node.GetInt("transB", 0) == 0 ? (b[0], b[1]) : (b[1], b[0]);
        return inner == innerB
            ? TensorShape.Of(rows, columns)
            : throw Fault(graph, node, $"expected {innerB} features for weights {b}, got {a}");
    }

    private static TensorShape MatMul(IConstantSource graph, GraphNode node, TensorShape a, TensorShape b)
    {
        if (a.Rank != 2 || b.Rank != 2 || a[1] != b[0])
            throw Fault(graph, node, $"expected [N, K] and [K, M], got {a} and {b}");
        return TensorShape.Of(a[0], b[1]);
    }

    private static TensorShape Flatten(IConstantSource graph, GraphNode node, TensorShape input)
    {
        if (node.GetInt("axis", 1) != 1 || input.Rank < 1)
            throw Fault(graph, node, "expected axis 1");
        return TensorShape.Of(input[0], checked((int)TensorShape.Of(input.Dimensions.AsSpan()[1..]).SampleLength));
    }

    private static TensorShape Reshape(IConstantSource graph, GraphNode node, TensorShape input)
    {
        if (!node.HasInput(1) || !graph.IsConstant(node.Inputs[1]))
            throw Fault(graph, node, "expected a constant shape");
        int[] target = [.. graph.Constant(node.Inputs[1]).Int64s.ToArray().Select(size => checked((int)size))];
        for (int i = 0; i < target.Length; i++)
        {
            if (target[i] == 0 && i < input.Rank)
                target[i] = input[i];
        }

        // With a batch, [N, ...] and [-1, ...] mean the same when one sample fills the rest, which is all that keeps samples apart.
        long rest = target.Skip(1).Where(size => size > 0).Aggregate(1L, (product, size) => product * size);
        if (input.HasBatch && target.Length > 0 && target[0] == -1 && target.Skip(1).Contains(-1))
            target[Array.LastIndexOf(target, -1)] = checked((int)(input.SampleLength / rest));
        else if (!input.HasBatch && target.Contains(-1))
            target[Array.IndexOf(target, -1)] = checked((int)(input.SampleLength / target.Where(size => size > 0).Aggregate(1L, (p, s) => p * s)));
        var shape = TensorShape.Of(target);
        return shape.SampleLength == input.SampleLength && shape.HasBatch == input.HasBatch
            ? shape
            : throw Fault(graph, node, $"expected a shape that keeps samples apart and holds {input}, got {shape}");
    }

    private static TensorShape Broadcast(IConstantSource graph, GraphNode node, TensorShape a, TensorShape b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        int[] sizes = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int left = i <= a.Rank ? a[-i] : 1, right = i <= b.Rank ? b[-i] : 1;
            if (left != right && left != 1 && right != 1)
                throw Fault(graph, node, $"expected shapes that broadcast, got {a} and {b}");
            sizes[^i] = left == 1 ? right : left;
        }

        return TensorShape.Of(sizes);
    }

    private static TensorShape Reduce(IConstantSource graph, GraphNode node, TensorShape input, int[] axes)
    {
        if (axes.Length == 0)
            axes = [.. Enumerable.Range(0, input.Rank)];
        if (axes.Any(axis => axis < -input.Rank || axis >= input.Rank))
            throw Fault(graph, node, $"expected axes within {input}, got [{string.Join(", ", axes)}]");
        var reduced = axes.Select(axis => axis < 0 ? axis + input.Rank : axis).ToHashSet();
        bool keeps = node.GetInt("keepdims", 1) != 0;
        return TensorShape.Of([.. Enumerable.Range(0, input.Rank)
            .Where(i => keeps || !reduced.Contains(i)).Select(i => reduced.Contains(i) ? 1 : input[i])]);
    }

    private static ModelFormatException Fault(IConstantSource graph, GraphNode node, string fault) =>
        new(graph.Source, $"node '{node.Name}' ({node.OpType}): {fault}");
}
