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
        if (inputs is not [{ } first, ..])
            return null;
        if (OnRows(view, fused, inputs, first, output) is { } onRows)
            return onRows;
        return (inputs.Length == 2 && inputs[1] is { } second ? BinarySteps.Create(fused, first, second, output) : null)
            ?? BinarySteps.CreateMany(fused, inputs, output)
            ?? PartSteps.Create(view, fused, inputs, output)
            ?? ConversionSteps.Create(node, first, output)
            ?? AxisSteps.Create(view, node, first, output);
    }

    private static IStep? OnRows(GraphView view, FusedOperator fused, TensorLayout?[] inputs, TensorLayout source, TensorLayout output)
    {
        bool areRows = source.Info.ElementType == ElementType.Float32 && output.IsRow && inputs.All(input => input is null or { IsRow: true });
        return areRows ? ElementwiseSteps.Create(view, fused, source, output) ?? Unary(view, fused.Node, source, output) : null;
    }

    private static IStep? Unary(GraphView view, GraphNode node, TensorLayout source, TensorLayout output) => node.OpType switch
    {
        "Identity" or "Flatten" or "Reshape" or "Squeeze" or "Unsqueeze" or "Dropout" when source.SampleLength == output.SampleLength =>
            new RowStep<float, float>(static (from, to) => from.CopyTo(to), source, output),
        "Softmax" when IsLastOfTwo(source, node.GetInt("axis", -1)) => new RowStep<float, float>(RowOperators.Softmax, source, output),
        "LogSoftmax" when IsLastOfTwo(source, node.GetInt("axis", -1)) => new RowStep<float, float>(RowOperators.LogSoftmax, source, output),
        "ReduceSum" when Reduces(view.Graph, node, source) => Reduce(source, output, RowOperators.Sum),
        "ReduceMax" when Reduces(view.Graph, node, source) => Reduce(source, output, RowOperators.Max),
        "ReduceMean" when Reduces(view.Graph, node, source) => Reduce(source, output, RowOperators.Mean),
        "ArgMax" when IsLastOfTwo(source, node.GetInt("axis", 0)) =>
            new RowStep<float, long>(static (from, to) => to[0] = RowOperators.ArgMax(from), source, output),
        _ => null,
    };

    // Rows that become rows stay where they are: other steps look after those.
    private static RearrangeStep? Rearranging(GraphView view, GraphNode node, TensorLayout source, TensorLayout output)
    {
        bool isFloat = source is { Constant: null, Info: { ElementType: ElementType.Float32, Shape.HasBatch: true }, FlattenedImage: null };
        if (!isFloat || output.FlattenedImage is not null)
            return null;
        if (GraphView.IsReshaping(node))
            return source.IsRow && output.IsRow ? null : RearrangeStep.Filling(Enumerable.Range(0, source.SampleLength), source, output);
        int[] order = node.GetInts("perm");
        return node.OpType == "Transpose" && order is [0, ..]
            ? RearrangeStep.Filling(
                RearrangeStep.Transposed(ElementPlaces.SampleSizes(source), [.. order.Skip(1).Select(axis => axis - 1)]), source, output)
            : null;
    }

    private static IStep? Where(GraphView view, GraphNode node, TensorLayout?[] inputs, TensorLayout output)
    {
        var condition = view.ShapeOf(node.Inputs[0]);
        bool isGate = condition is { Rank: 2 or 4, HasBatch: true } && condition.Dimensions.Skip(1).All(size => size == 1);
        if (inputs is not [{ } choice, var first, var second])
            return null;
        if (choice.IsImage && output.IsImage && (choice.Channels, choice.Height, choice.Width) == (1, output.Height, output.Width) && IsLike(first, output) && IsLike(second, output))
            return ByPosition(choice, first!, second!, output); // both are images

        // Inside a choice by the same gate one side is never asked, so nothing makes it: the other stands in for it.
        var (accepted, refused) = (first ?? second, second ?? first);
        if (!isGate || accepted is null || refused is null || !FitsChoice(accepted, output) || !FitsChoice(refused, output))
            return Choose(choice, first, second, output);
        return output.Info.ElementType switch
        {
            ElementType.Float32 => new WhereStep<float>(choice, accepted, refused, output),
            ElementType.Int64 => new WhereStep<long>(choice, accepted, refused, output),
            ElementType.Boolean => new WhereStep<bool>(choice, accepted, refused, output),
            _ => null,
        };
    }

    private static IStep? ByPosition(TensorLayout choice, TensorLayout accepted, TensorLayout refused, TensorLayout output) => output.Info.ElementType switch
    {
        ElementType.Float32 => new PositionWhereStep<float>(choice, accepted, refused, output),
        ElementType.Int64 => new PositionWhereStep<long>(choice, accepted, refused, output),
        ElementType.Boolean => new PositionWhereStep<bool>(choice, accepted, refused, output),
        _ => null,
    };

    private static bool IsLike(TensorLayout? side, TensorLayout output) =>
        side is { IsImage: true } && side.Info.Shape == output.Info.Shape && side.Info.ElementType == output.Info.ElementType;

    private static IStep? Choose(TensorLayout condition, TensorLayout? accepted, TensorLayout? refused, TensorLayout output)
    {
        if (SpreadOperand.Of(condition, output) is not { } choice || SpreadOperand.Of(accepted, output) is not { } first
            || SpreadOperand.Of(refused, output) is not { } second)
        {
            return null;
        }

        return output.Info.ElementType switch
        {
            ElementType.Float32 => new ChooseStep<float>(choice, first, second, output),
            ElementType.Int64 => new ChooseStep<long>(choice, first, second, output),
            ElementType.Boolean => new ChooseStep<bool>(choice, first, second, output),
            _ => null,
        };
    }

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
