namespace Ponder.Graph.Shapes;

/// <summary>The shape that each operator makes. One flat table.</summary>
internal static class ShapeRules
{
    /// <summary>Type and shape of a node's outputs: of all of a Split, of the first of every other node.</summary>
    /// <exception cref="ModelFormatException">The inputs do not fit, or the operator is not known.</exception>
    public static IReadOnlyList<(ElementType Type, TensorShape Shape)> Apply(IConstantSource graph, GraphNode node, TensorInfo?[] inputs)
    {
        bool hasBatch = inputs.Any(input => input is { Shape.HasBatch: true });
        if (node is { OpType: "Split", Domain: "" or "ai.onnx" } && inputs is [{ } divided, ..])
            return [.. RearrangedShapes.Split(graph, node, divided.Shape).Select(part => Checked(graph, node, (divided.ElementType, part), hasBatch))];
        return [Checked(graph, node, Find(graph, node, inputs), hasBatch)];
    }

    /// <summary>The axes that a reduction sums over: an attribute, or since opset 13 an input of ReduceSum.</summary>
    public static int[] Axes(IConstantSource graph, GraphNode node) => node.HasInput(1)
        ? Array.ConvertAll(ConstantIntegers(graph, node, 1), axis => (int)Math.Clamp(axis, int.MinValue, int.MaxValue))
        : node.GetInts("axes");

    private static (ElementType Type, TensorShape Shape) Checked(
        IConstantSource graph, GraphNode node, (ElementType Type, TensorShape Shape) output, bool hasBatch)
    {
        var shape = output.Shape;
        if (shape.HasBatch != hasBatch || shape.Dimensions.Skip(1).Contains(TensorShape.Batch))
            throw Fault(graph, node, $"expected a result that keeps samples apart, got {shape}");
        return shape.SampleLength <= int.MaxValue
            ? output
            : throw Fault(graph, node, $"expected fewer than 2^31 elements per sample, got {shape}");
    }

    private static (ElementType Type, TensorShape Shape) Find(IConstantSource graph, GraphNode node, TensorInfo?[] inputs)
    {
        TensorInfo Input(int index) => index < inputs.Length && inputs[index] is { } info
            ? info
            : throw Fault(graph, node, $"expected input {index}, got none");

        if (node.Domain is not ("" or "ai.onnx"))
            throw Fault(graph, node, $"operator of domain '{node.Domain}' is not supported");
        return node.OpType switch
        {
            "Conv" => (Same(graph, node, inputs), WindowShapes.Convolution(graph, node, Input(0).Shape, Input(1).Shape, Bias(inputs))),
            "PRelu" => (Same(graph, node, inputs), Slope(graph, node, Input(0).Shape, Input(1).Shape)),
            "MaxPool" or "AveragePool" => (Input(0).ElementType, WindowShapes.Pooling(graph, node, Input(0).Shape)),
            "GlobalAveragePool" or "GlobalMaxPool" => (Input(0).ElementType, WindowShapes.GlobalPooling(graph, node, Input(0).Shape)),
            "Gemm" => (Same(graph, node, inputs), MatrixShapes.Gemm(graph, node, Input(0).Shape, Input(1).Shape, Bias(inputs))),
            "MatMul" => (Same(graph, node, inputs), MatrixShapes.MatMul(graph, node, Input(0).Shape, Input(1).Shape)),
            "Flatten" => (Input(0).ElementType, RearrangedShapes.Flatten(graph, node, Input(0).Shape)),
            "Reshape" => (Input(0).ElementType, RearrangedShapes.Reshape(graph, node, Input(0).Shape)),
            "Relu" or "Exp" or "Log" or "Neg" or "Sqrt" or "Abs" or "Sigmoid" or "Tanh" or "Identity"
                or "Not" or "LeakyRelu" or "HardSigmoid" or "HardSwish" or "Gelu" or "Erf" or "Softplus" or "Elu"
                or "Softsign" or "Floor" or "Ceil" or "Round" or "Sign" or "Reciprocal" or "Selu" or "Celu" or "Mish" or "ThresholdedRelu" or "Shrink"
                or "Sin" or "Cos" or "Tan" or "Asin" or "Acos" or "Atan" or "Sinh" or "Cosh" or "Asinh" or "Acosh" or "Atanh" => (Input(0).ElementType, Input(0).Shape),
            "Dropout" => (Input(0).ElementType, Dropout(graph, node, Input(0).Shape)),
            "Cast" => (Converted(graph, node, Input(0)), Input(0).Shape),
            "Clip" => (Same(graph, node, inputs), Clip(graph, node, Input(0).Shape)),
            "BatchNormalization" => (Same(graph, node, inputs), BatchNormalization(graph, node, [.. Enumerable.Range(0, 5).Select(i => Input(i).Shape)])),
            "Resize" => (Input(0).ElementType, WindowShapes.Resize(graph, node, Input(0).Shape)),
            "LRN" => (Input(0).ElementType, WindowShapes.LocalResponse(graph, node, Input(0).Shape)),
            "Slice" => (Input(0).ElementType, RearrangedShapes.Slice(graph, node, Input(0).Shape)),
            "Pad" => (Input(0).ElementType, RearrangedShapes.Pad(graph, node, Input(0).Shape)),
            "Concat" => (Same(graph, node, inputs), RearrangedShapes.Concat(graph, node, [.. Enumerable.Range(0, inputs.Length).Select(i => Input(i).Shape)])),
            "Softmax" or "LogSoftmax" => (Input(0).ElementType, ReducedShapes.Normalised(graph, node, Input(0).Shape)),
            "Min" or "Max" => (Same(graph, node, inputs), inputs.Select((_, i) => Input(i).Shape).Aggregate((a, b) => Broadcast(graph, node, a, b))),
            "Squeeze" => (Input(0).ElementType, RearrangedShapes.Squeeze(graph, node, Input(0).Shape)),
            "Unsqueeze" => (Input(0).ElementType, RearrangedShapes.Unsqueeze(graph, node, Input(0).Shape)),
            "Transpose" => (Input(0).ElementType, RearrangedShapes.Transpose(graph, node, Input(0).Shape)),
            "Div" or "Pow" => (Floats(graph, node, inputs), Broadcast(graph, node, Input(0).Shape, Input(1).Shape)),
            "Add" or "Sub" or "Mul" or "And" or "Or" => (Same(graph, node, inputs), Broadcast(graph, node, Input(0).Shape, Input(1).Shape)),
            "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "Equal" =>
                (Comparison(graph, node, inputs), Broadcast(graph, node, Input(0).Shape, Input(1).Shape)),
            "Where" => (Choice(graph, node, Input(0), Input(1), Input(2)), Broadcast(
                graph, node, Input(0).Shape, Broadcast(graph, node, Input(1).Shape, Input(2).Shape))),
            "ReduceSum" or "ReduceMax" or "ReduceMean" => (Input(0).ElementType, ReducedShapes.Reduce(graph, node, Input(0).Shape, Axes(graph, node))),
            "ArgMax" => (ElementType.Int64, ReducedShapes.ArgMax(graph, node, Input(0).Shape)),
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

    private static ElementType Floats(IConstantSource graph, GraphNode node, TensorInfo?[] inputs) =>
        Same(graph, node, inputs) is ElementType.Float32 and var type ? type : throw Fault(graph, node, "expected inputs of type Float32");

    private static ElementType Converted(IConstantSource graph, GraphNode node, TensorInfo input)
    {
        var type = (ElementType)node.GetInt("to", 0);
        return IsHeld(type) && IsHeld(input.ElementType)
            ? type
            : throw Fault(graph, node, $"expected a cast between Float32, Int64 and Boolean, got one from {input.ElementType} to {type}");
    }

    private static bool IsHeld(ElementType type) => type is ElementType.Float32 or ElementType.Int64 or ElementType.Boolean;

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

    public static long[] ConstantIntegers(IConstantSource graph, GraphNode node, int index)
    {
        if (!node.HasInput(index) || !graph.IsConstant(node.Inputs[index]))
            throw Fault(graph, node, $"expected a constant as input {index}");
        var constant = graph.Constant(node.Inputs[index]);
        return constant.ElementType == ElementType.Int64
            ? constant.Int64s.ToArray()
            : throw Fault(graph, node, $"expected integers as input {index}, got {constant.ElementType}");
    }

    private static TensorShape BatchNormalization(IConstantSource graph, GraphNode node, TensorShape[] shapes)
    {
        var input = shapes[0];
        if (node.GetInt("training_mode", 0) != 0)
            throw Fault(graph, node, "expected training_mode 0");
        return input.Rank >= 2 && shapes.Skip(1).All(shape => shape == TensorShape.Of(input[1]))
            ? input
            : throw Fault(graph, node, $"expected scale, bias, mean and variance of {input} by channel, got {string.Join<TensorShape>(", ", shapes[1..])}");
    }

    private static TensorShape Dropout(IConstantSource graph, GraphNode node, TensorShape input) =>
        !node.HasInput(2) || (graph.IsConstant(node.Inputs[2]) && graph.Constant(node.Inputs[2]) is { ElementType: ElementType.Boolean, Length: 1 } training
            && !training.Booleans[0])
            ? input
            : throw Fault(graph, node, "expected training_mode false");

    private static TensorShape Clip(IConstantSource graph, GraphNode node, TensorShape input) => ClipBounds.Of(graph, node) is not null
        ? input
        : throw Fault(graph, node, "expected constant bounds of one float each");

    private static TensorShape Slope(IConstantSource graph, GraphNode node, TensorShape input, TensorShape slope) =>
        Broadcast(graph, node, input, slope) == input ? input : throw Fault(graph, node, $"expected a slope that broadcasts to {input}, got {slope}");

    public static TensorShape Broadcast(IConstantSource graph, GraphNode node, TensorShape a, TensorShape b)
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

    /// <summary>A size that was added up.</summary>
    /// <exception cref="ModelFormatException">It does not fit into 31 bits.</exception>
    public static int Size(IConstantSource graph, GraphNode node, long size) => size <= int.MaxValue
        ? (int)size
        : throw Fault(graph, node, $"expected fewer than 2^31 elements in a row, got {size}");

    public static ModelFormatException Fault(IConstantSource graph, GraphNode node, string fault) =>
        new(graph.Source, $"node '{node.Name}' ({node.OpType}): {fault}");
}
