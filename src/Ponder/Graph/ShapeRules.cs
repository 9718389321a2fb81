namespace Ponder.Graph;

/// <summary>The shape that each operator makes. One flat table.</summary>
internal static class ShapeRules
{
    /// <summary>Type and shape of a node's first output.</summary>
    /// <exception cref="ModelFormatException">The inputs do not fit, or the operator is not known.</exception>
    public static (ElementType Type, TensorShape Shape) Apply(IConstantSource graph, GraphNode node, TensorInfo?[] inputs)
    {
        var (type, shape) = Find(graph, node, inputs);
        bool hasBatch = inputs.Any(input => input is { Shape.HasBatch: true });
        if (shape.HasBatch != hasBatch || shape.Dimensions.Skip(1).Contains(TensorShape.Batch))
            throw Fault(graph, node, $"expected a result that keeps samples apart, got {shape}");
        return shape.SampleLength <= int.MaxValue
            ? (type, shape)
            : throw Fault(graph, node, $"expected fewer than 2^31 elements per sample, got {shape}");
    }

    /// <summary>The axes that a reduction sums over: an attribute, or since opset 13 an input of ReduceSum.</summary>
    public static int[] Axes(IConstantSource graph, GraphNode node) => node.HasInput(1)
        ? Array.ConvertAll(ConstantIntegers(graph, node, 1), axis => (int)Math.Clamp(axis, int.MinValue, int.MaxValue))
        : node.GetInts("axes");

    private static (ElementType Type, TensorShape Shape) Find(IConstantSource graph, GraphNode node, TensorInfo?[] inputs)
    {
        TensorInfo Input(int index) => index < inputs.Length && inputs[index] is { } info
            ? info
            : throw Fault(graph, node, $"expected input {index}, got none");

        if (node.Domain is not ("" or "ai.onnx"))
            throw Fault(graph, node, $"operator of domain '{node.Domain}' is not supported");
        return node.OpType switch
        {
            "Conv" => (Same(graph, node, inputs), Convolution(graph, node, Input(0).Shape, Input(1).Shape, Bias(inputs))),
            "PRelu" => (Same(graph, node, inputs), Slope(graph, node, Input(0).Shape, Input(1).Shape)),
            "MaxPool" or "AveragePool" => (Input(0).ElementType, Pooling(graph, node, Input(0).Shape)),
            "GlobalAveragePool" or "GlobalMaxPool" => (Input(0).ElementType, GlobalPooling(graph, node, Input(0).Shape)),
            "Gemm" => (Same(graph, node, inputs), Gemm(graph, node, Input(0).Shape, Input(1).Shape, Bias(inputs))),
            "MatMul" => (Same(graph, node, inputs), MatMul(graph, node, Input(0).Shape, Input(1).Shape)),
            "Flatten" => (Input(0).ElementType, Flatten(graph, node, Input(0).Shape)),
            "Reshape" => (Input(0).ElementType, Reshape(graph, node, Input(0).Shape)),
            "Relu" or "Exp" or "Log" or "Neg" or "Sqrt" or "Abs" or "Sigmoid" or "Tanh" or "Identity"
                or "Not" or "Dropout" or "LeakyRelu" or "HardSigmoid" or "HardSwish" or "Gelu" or "Erf" or "Softplus" or "Elu"
                or "Softsign" or "Floor" or "Ceil" or "Reciprocal" => (Input(0).ElementType, Input(0).Shape),
            "Clip" => (Same(graph, node, inputs), Clip(graph, node, Input(0).Shape)),
            "BatchNormalization" => (Same(graph, node, inputs), BatchNormalization(graph, node, [.. Enumerable.Range(0, 5).Select(i => Input(i).Shape)])),
            "LRN" => (Input(0).ElementType, LocalResponse(graph, node, Input(0).Shape)),
            "Slice" => (Input(0).ElementType, Slice(graph, node, Input(0).Shape)),
            "Pad" => (Input(0).ElementType, Pad(graph, node, Input(0).Shape)),
            "Concat" => (Same(graph, node, inputs), Concat(graph, node, [.. Enumerable.Range(0, inputs.Length).Select(i => Input(i).Shape)])),
            "Softmax" or "LogSoftmax" => (Input(0).ElementType, Normalised(graph, node, Input(0).Shape)),
            "Min" or "Max" => (Same(graph, node, inputs), inputs.Select((_, i) => Input(i).Shape).Aggregate((a, b) => Broadcast(graph, node, a, b))),
            "Squeeze" => (Input(0).ElementType, Squeeze(graph, node, Input(0).Shape)),
            "Unsqueeze" => (Input(0).ElementType, Unsqueeze(graph, node, Input(0).Shape)),
            "Transpose" => (Input(0).ElementType, Transpose(graph, node, Input(0).Shape)),
            "Add" or "Sub" or "Mul" or "Div" or "And" or "Or" or "Pow" =>
                (Same(graph, node, inputs), Broadcast(graph, node, Input(0).Shape, Input(1).Shape)),
            "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "Equal" =>
                (Comparison(graph, node, inputs), Broadcast(graph, node, Input(0).Shape, Input(1).Shape)),
            "Where" => (Choice(graph, node, Input(0), Input(1), Input(2)), Broadcast(
                graph, node, Input(0).Shape, Broadcast(graph, node, Input(1).Shape, Input(2).Shape))),
            "ReduceSum" or "ReduceMax" or "ReduceMean" => (Input(0).ElementType, Reduce(graph, node, Input(0).Shape, Axes(graph, node))),
            "ArgMax" => (ElementType.Int64, Reduce(graph, node, Input(0).Shape, [node.GetInt("axis", 0)])),
            var unknown => throw Fault(graph, node, $"operator '{unknown}' is not supported"),
        };
    }

    private static TensorShape? Bias(TensorInfo?[] inputs) => inputs.Length > 2 ? inputs[2]?.Shape : null;

    private static ElementType Same(IConstantSource graph, GraphNode node, TensorInfo?[] inputs)
    {
        var types = inputs.OfType<TensorInfo>().Select(input => input.ElementType).Distinct().ToArray();
        return types.Length == 1
            ? types[0]
            : throw Fault(graph, node, $"expected inputs of one type, got {string.Join(", ", types)}");
    }

    private static ElementType Comparison(IConstantSource graph, GraphNode node, TensorInfo?[] inputs)
    {
        Same(graph, node, inputs);
        return ElementType.Boolean;
    }

    private static ElementType Choice(
        IConstantSource graph, GraphNode node, TensorInfo condition, TensorInfo accepted, TensorInfo refused) =>
        condition.ElementType == ElementType.Boolean
            ? Same(graph, node, [accepted, refused])
            : throw Fault(graph, node, $"expected a condition of type Boolean, got {condition}");

    private static long[] ConstantIntegers(IConstantSource graph, GraphNode node, int index)
    {
        if (!node.HasInput(index) || !graph.IsConstant(node.Inputs[index]))
            throw Fault(graph, node, $"expected a constant as input {index}");
        var constant = graph.Constant(node.Inputs[index]);
        return constant.ElementType == ElementType.Int64
            ? constant.Int64s.ToArray()
            : throw Fault(graph, node, $"expected integers as input {index}, got {constant.ElementType}");
    }

    private static TensorShape Convolution(
        IConstantSource graph, GraphNode node, TensorShape input, TensorShape weights, TensorShape? bias)
    {
        int group = node.GetInt("group", 1);
        if (weights.Rank != 4 || input.Rank != 4)
            throw Fault(graph, node, $"expected [N, C, H, W] and weights [O, I, kh, kw], got {input} and {weights}");
        if (group < 1 || weights[0] % group != 0 || (long)weights[1] * group != input[1])
            throw Fault(graph, node, $"expected channels for weights {weights} in {group} groups, got {input}");
        if (bias is not null && bias != TensorShape.Of(weights[0]))
            throw Fault(graph, node, $"expected a bias of {weights[0]}, got {bias}");
        if (node.HasAttribute("kernel_shape") && !node.GetInts("kernel_shape").SequenceEqual(weights.Dimensions.Skip(2)))
            throw Fault(graph, node, $"expected the kernel_shape of weights {weights}");
        return Window(graph, node, input, WindowGeometry.OfConvolution(node, weights), weights[0]);
    }

    private static TensorShape Pooling(IConstantSource graph, GraphNode node, TensorShape input) =>
        Window(graph, node, input, WindowGeometry.OfPooling(node), input.Rank == 4 ? input[1] : 0);

    private static TensorShape GlobalPooling(IConstantSource graph, GraphNode node, TensorShape input) => input.Rank == 4
        ? TensorShape.Of(input[0], input[1], 1, 1)
        : throw Fault(graph, node, $"expected [N, C, H, W], got {input}");

    private static TensorShape BatchNormalization(IConstantSource graph, GraphNode node, TensorShape[] shapes)
    {
        var input = shapes[0];
        if (node.GetInt("training_mode", 0) != 0)
            throw Fault(graph, node, "expected training_mode 0");
        return input.Rank >= 2 && shapes.Skip(1).All(shape => shape == TensorShape.Of(input[1]))
            ? input
            : throw Fault(graph, node, $"expected scale, bias, mean and variance of {input} by channel, got {string.Join<TensorShape>(", ", shapes[1..])}");
    }

    private static TensorShape Clip(IConstantSource graph, GraphNode node, TensorShape input) => ClipBounds.Of(graph, node) is not null
        ? input
        : throw Fault(graph, node, "expected constant bounds of one float each");

    private static TensorShape Slope(IConstantSource graph, GraphNode node, TensorShape input, TensorShape slope) =>
        Broadcast(graph, node, input, slope) == input ? input : throw Fault(graph, node, $"expected a slope that broadcasts to {input}, got {slope}");

    private static TensorShape Squeeze(IConstantSource graph, GraphNode node, TensorShape input)
    {
        int[] axes = Axes(graph, node);
        var gone = axes.Length == 0
            ? Enumerable.Range(0, input.Rank).Where(axis => input.Dimensions[axis] == 1).ToHashSet()
            : axes.Select(axis => axis < 0 ? axis + input.Rank : axis).ToHashSet();
        return gone.All(axis => axis >= 0 && axis < input.Rank && input.Dimensions[axis] == 1)
            ? TensorShape.Of([.. input.Dimensions.Where((_, axis) => !gone.Contains(axis))])
            : throw Fault(graph, node, $"expected axes of size 1 of {input}, got [{string.Join(", ", axes)}]");
    }

    private static TensorShape Unsqueeze(IConstantSource graph, GraphNode node, TensorShape input)
    {
        int[] axes = Axes(graph, node);
        int rank = input.Rank + axes.Length;
        var added = axes.Select(axis => axis < 0 ? axis + rank : axis).ToHashSet();
        if (added.Count != axes.Length || added.Any(axis => axis < 0 || axis >= rank))
            throw Fault(graph, node, $"expected axes within a rank of {rank}, got [{string.Join(", ", axes)}]");
        var rest = new Queue<int>(input.Dimensions);
        return TensorShape.Of([.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1 : rest.Dequeue())]);
    }

    private static TensorShape Transpose(IConstantSource graph, GraphNode node, TensorShape input)
    {
        int[] order = node.GetInts("perm", [.. Enumerable.Range(0, input.Rank).Reverse()]);
        return order.Order().SequenceEqual(Enumerable.Range(0, input.Rank))
            ? TensorShape.Of([.. order.Select(axis => input.Dimensions[axis])])
            : throw Fault(graph, node, $"expected each axis of {input} once, got [{string.Join(", ", order)}]");
    }

    private static TensorShape LocalResponse(IConstantSource graph, GraphNode node, TensorShape input) =>
        input.Rank == 4 && node.GetInt("size", 0) is > 0 and < 1 << 15
            ? input
            : throw Fault(graph, node, $"expected [N, C, H, W] and a size above zero, got {input} and {node.GetInt("size", 0)}");

    private static TensorShape Slice(IConstantSource graph, GraphNode node, TensorShape input) =>
        SliceGeometry.Of(graph, node, input) is { } slice && slice.Counts.All(count => count != 0)
            ? TensorShape.Of([.. slice.Counts])
            : throw Fault(graph, node, $"expected constant starts, ends, axes and forward steps within each sample of {input}");

    private static TensorShape Pad(IConstantSource graph, GraphNode node, TensorShape input) =>
        PadGeometry.Of(graph, node, input) is { } pad
            ? TensorShape.Of([.. input.Dimensions.Select((size, axis) =>
                size == TensorShape.Batch ? size : Size(graph, node, (long)size + pad.Before[axis] + pad.After[axis]))])
            : throw Fault(graph, node, $"expected constant padding of a constant within each sample of {input}");

    private static TensorShape Concat(IConstantSource graph, GraphNode node, TensorShape[] shapes)
    {
        var first = shapes[0];
        int axis = node.GetInt("axis", 0);
        axis = axis < 0 ? axis + first.Rank : axis;
        if (axis < (first.HasBatch ? 1 : 0) || axis >= first.Rank
            || shapes.Any(shape => shape.Rank != first.Rank || shape.Dimensions.Where((size, i) => i != axis && size != first.Dimensions[i]).Any()))
        {
            throw Fault(graph, node, $"expected shapes that differ in one axis of each sample, got {string.Join<TensorShape>(", ", shapes)}");
        }

        int[] sizes = [.. first.Dimensions];
        sizes[axis] = Size(graph, node, shapes.Sum(shape => (long)shape.Dimensions[axis]));
        return TensorShape.Of(sizes);
    }

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

    private static TensorShape Gemm(IConstantSource graph, GraphNode node, TensorShape a, TensorShape b, TensorShape? c)
    {
        if (a.Rank != 2 || b.Rank != 2)
            throw Fault(graph, node, $"expected two matrices, got {a} and {b}");
        (int rows, int inner) = node.GetInt("transA", 0) == 0 ? (a[0], a[1]) : (a[1], a[0]);
        (int innerB, int columns) = node.GetInt("transB", 0) == 0 ? (b[0], b[1]) : (b[1], b[0]);
        if (inner != innerB)
            throw Fault(graph, node, $"expected {innerB} features for weights {b}, got {a}");
        var product = TensorShape.Of(rows, columns);
        return c is null || Broadcast(graph, node, c, product) == product
            ? product
            : throw Fault(graph, node, $"expected a bias that broadcasts to {product}, got {c}");
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
        return TensorShape.Of(input[0], (int)TensorShape.Of(input.Dimensions.AsSpan()[1..]).SampleLength); // fits: the input does
    }

    private static TensorShape Normalised(IConstantSource graph, GraphNode node, TensorShape input)
    {
        int axis = node.GetInt("axis", -1);
        return (axis < 0 ? axis + input.Rank : axis) is var at && at >= (input.HasBatch ? 1 : 0) && at < input.Rank
            ? input
            : throw Fault(graph, node, $"expected an axis within each sample of {input}, got {axis}");
    }

    private static TensorShape Reshape(IConstantSource graph, GraphNode node, TensorShape input)
    {
        long[] asked = ConstantIntegers(graph, node, 1);
        if (asked.Any(size => size is < -1 or > int.MaxValue) || asked.Count(size => size == -1) > 1)
            throw Fault(graph, node, $"expected sizes of which one may be -1, got [{string.Join(", ", asked)}]");
        int[] target = Array.ConvertAll(asked, size => (int)size);
        bool zeroCopies = node.GetInt("allowzero", 0) == 0;
        for (int i = 0; i < Math.Min(target.Length, input.Rank); i++)
            target[i] = target[i] == 0 && zeroCopies ? input[i] : target[i];

        // In front of a batch -1 is the batch itself: whatever else it were would mix samples.
        int inferred = Array.IndexOf(asked, -1);
        if (inferred > 0 || (inferred == 0 && !input.HasBatch))
        {
            target[inferred] = 1;
            long rest = TensorShape.Of(target).SampleLength;
            target[inferred] = rest > 0 ? (int)(input.SampleLength / rest) : 0;
        }

        var shape = TensorShape.Of(target);
        return shape.SampleLength == input.SampleLength
            ? shape
            : throw Fault(graph, node, $"expected a shape that holds {input}, got {shape}");
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
        if (axes.Length == 0 && node.GetInt("noop_with_empty_axes", 0) != 0)
            return input;
        if (axes.Length == 0)
            axes = [.. Enumerable.Range(0, input.Rank)];
        if (axes.Any(axis => axis < -input.Rank || axis >= input.Rank))
            throw Fault(graph, node, $"expected axes within {input}, got [{string.Join(", ", axes)}]");
        var reduced = axes.Select(axis => axis < 0 ? axis + input.Rank : axis).ToHashSet();
        bool keeps = node.GetInt("keepdims", 1) != 0;
        return TensorShape.Of([.. Enumerable.Range(0, input.Rank)
            .Where(i => keeps || !reduced.Contains(i)).Select(i => reduced.Contains(i) ? 1 : input[i])]);
    }

    private static int Size(IConstantSource graph, GraphNode node, long size) => size <= int.MaxValue
        ? (int)size
        : throw Fault(graph, node, $"expected fewer than 2^31 elements in a row, got {size}");

    private static ModelFormatException Fault(IConstantSource graph, GraphNode node, string fault) =>
        new(graph.Source, $"node '{node.Name}' ({node.OpType}): {fault}");
}
