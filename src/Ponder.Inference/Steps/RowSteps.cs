using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>The operators on rows. One flat table.</summary>
internal static class RowSteps
{
    /// <summary>The step of a node, or null when the engine does not run it.</summary>
    public static IStep? Create(GraphView view, FusedOperator fused, TensorLayout?[] inputs, TensorLayout output)
    {
        var node = fused.Node;
        if (node.OpType == "Where")
            return Where(view, node, inputs, output);
        if (inputs is [{ } only, ..] && Rearranging(view, node, only, output) is { } rearranging)
            return rearranging;
        if (inputs is not [{ } first, ..] || inputs.Any(input => input is { IsRow: false }) || !output.IsRow)
            return null;
        if (inputs.Length == 2 && inputs[1] is { } second && Binary(node, first, second, output) is { } binary)
            return binary;
        return first.Info.ElementType switch
        {
            ElementType.Float32 => ElementwiseSteps.Create(view, fused, first, output) ?? Unary(view, node, first, output),
            ElementType.Boolean when node.OpType == "Not" => Map<bool, bool>(first, output, value => !value),
            ElementType.Int64 when node.OpType == "Identity" => Map<long, long>(first, output, value => value),
            _ => null,
        };
    }

    private static IStep? Unary(GraphView view, GraphNode node, TensorLayout source, TensorLayout output) => node.OpType switch
    {
        "Identity" or "Flatten" or "Reshape" or "Squeeze" or "Unsqueeze" when source.SampleLength == output.SampleLength =>
            Map<float, float>(source, output, value => value),
        "Softmax" when IsLastOfTwo(source, node.GetInt("axis", -1)) => new RowStep<float, float>(RowOperators.Softmax, source, output),
        "LogSoftmax" when IsLastOfTwo(source, node.GetInt("axis", -1)) => new RowStep<float, float>(RowOperators.LogSoftmax, source, output),
        "ReduceSum" when Reduces(view.Graph, node, source) => Reduce(source, output, RowOperators.Sum),
        "ReduceMax" when Reduces(view.Graph, node, source) => Reduce(source, output, RowOperators.Max),
        "ReduceMean" when Reduces(view.Graph, node, source) => Reduce(source, output, RowOperators.Mean),
        "ArgMax" when IsLastOfTwo(source, node.GetInt("axis", 0)) =>
            new RowStep<float, long>(static (from, to) => to[0] = RowOperators.ArgMax(from), source, output),
        _ => null,
    };

    private static IStep? Binary(GraphNode node, TensorLayout left, TensorLayout right, TensorLayout output) =>
        !Fits(left, output) || !Fits(right, output) ? null : (node.OpType, left.Info.ElementType) switch
        {
            ("Add", ElementType.Float32) => new BinaryStep<float, float>((a, b) => a + b, left, right, output),
            ("Sub", ElementType.Float32) => new BinaryStep<float, float>((a, b) => a - b, left, right, output),
            ("Mul", ElementType.Float32) => new BinaryStep<float, float>((a, b) => a * b, left, right, output),
            ("Div", ElementType.Float32) => new BinaryStep<float, float>((a, b) => a / b, left, right, output),
            ("Min", ElementType.Float32) => new BinaryStep<float, float>(MathF.Min, left, right, output),
            ("Max", ElementType.Float32) => new BinaryStep<float, float>(MathF.Max, left, right, output),
            ("Pow", ElementType.Float32) => new BinaryStep<float, float>(MathF.Pow, left, right, output),
            ("Mul", ElementType.Int64) => new BinaryStep<long, long>((a, b) => a * b, left, right, output),
            ("Less", ElementType.Float32) => new BinaryStep<float, bool>((a, b) => a < b, left, right, output),
            ("LessOrEqual", ElementType.Float32) => new BinaryStep<float, bool>((a, b) => a <= b, left, right, output),
            ("Greater", ElementType.Float32) => new BinaryStep<float, bool>((a, b) => a > b, left, right, output),
            ("GreaterOrEqual", ElementType.Float32) => new BinaryStep<float, bool>((a, b) => a >= b, left, right, output),
            ("Equal", ElementType.Int64) => new BinaryStep<long, bool>((a, b) => a == b, left, right, output),
            ("And", ElementType.Boolean) => new BinaryStep<bool, bool>((a, b) => a && b, left, right, output),
            ("Or", ElementType.Boolean) => new BinaryStep<bool, bool>((a, b) => a || b, left, right, output),
            _ => null,
        };

    // Rows that become rows stay where they are: other steps look after those.
    private static RearrangeStep? Rearranging(GraphView view, GraphNode node, TensorLayout source, TensorLayout output)
    {
        bool isFloat = source is { Constant: null, Info: { ElementType: ElementType.Float32, Shape.HasBatch: true }, FlattenedImage: null };
        if (!isFloat || output.FlattenedImage is not null)
            return null;
        if (GraphView.IsReshaping(node))
            return source.IsRow && output.IsRow ? null : new RearrangeStep([.. Enumerable.Range(0, source.SampleLength)], source, output);
        int[] order = node.GetInts("perm");
        return node.OpType == "Transpose" && order is [0, ..]
            ? new RearrangeStep(
                RearrangeStep.Transposed(source.Info.Shape.Dimensions.AsSpan()[1..], [.. order.Skip(1).Select(axis => axis - 1)]), source, output)
            : null;
    }

    private static IStep? Where(GraphView view, GraphNode node, TensorLayout?[] inputs, TensorLayout output)
    {
        var condition = view.ShapeOf(node.Inputs[0]);
        bool isGate = condition is { Rank: 2 or 4, HasBatch: true } && condition.Dimensions.Skip(1).All(size => size == 1);
        if (!isGate || inputs is not [{ } choice, var first, var second])
            return null;

        // Inside a choice by the same gate one side is never asked, so nothing makes it: the other stands in for it.
        var (accepted, refused) = (first ?? second, second ?? first);
        if (accepted is null || refused is null || !FitsChoice(accepted, output) || !FitsChoice(refused, output))
            return null;
        return output.Info.ElementType switch
        {
            ElementType.Float32 => new WhereStep<float>(choice, accepted, refused, output),
            ElementType.Int64 => new WhereStep<long>(choice, accepted, refused, output),
            ElementType.Boolean => new WhereStep<bool>(choice, accepted, refused, output),
            _ => null,
        };
    }

    private static RowStep<TSource, TResult> Map<TSource, TResult>(
        TensorLayout source, TensorLayout output, Func<TSource, TResult> function) =>
        new((from, to) =>
        {
            for (int i = 0; i < to.Length; i++)
                to[i] = function(from[i]);
        }, source, output);

    private static RowStep<float, float> Reduce(TensorLayout source, TensorLayout output, Func<ReadOnlySpan<float>, float> function) =>
        new((from, to) => to[0] = function(from), source, output);

    private static bool Fits(TensorLayout operand, TensorLayout output) =>
        operand.SampleLength == 1 || operand.SampleLength == output.SampleLength;

    // Images have borders of one width, which are copied too.
    private static bool FitsChoice(TensorLayout side, TensorLayout output) =>
        Fits(side, output) && (output.IsRow || side.SampleStride == output.SampleStride);

    private static bool IsLastOfTwo(TensorLayout source, int axis) => source.Info.Shape.Rank == 2 && axis is 1 or -1;

    private static bool Reduces(GatedGraph graph, GraphNode node, TensorLayout source) =>
        ShapeAxes.Of(graph, node) is [var axis] && IsLastOfTwo(source, axis);
}
