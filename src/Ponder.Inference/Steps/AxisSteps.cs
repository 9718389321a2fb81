using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Reductions and normalisations along any axes within a sample. One flat table.</summary>
internal static class AxisSteps
{
    /// <summary>The step, or null when the operator is none of these or mixes samples.</summary>
    public static IStep? Create(GraphView view, GraphNode node, TensorLayout source, TensorLayout output)
    {
        if (source.Info.ElementType != ElementType.Float32)
            return null;
        return node.OpType switch
        {
            "ReduceSum" => Reduction(view, node, source, output, RowOperators.Sum),
            "ReduceMax" => Reduction(view, node, source, output, RowOperators.Max),
            "ReduceMean" => Reduction(view, node, source, output, RowOperators.Mean),
            "Softmax" => Along<float>([node.GetInt("axis", -1)], RowOperators.Softmax, source, output),
            "LogSoftmax" => Along<float>([node.GetInt("axis", -1)], RowOperators.LogSoftmax, source, output),
            "ArgMax" => Along<long>([node.GetInt("axis", 0)], static (from, to) => to[0] = RowOperators.ArgMax(from), source, output),
            _ => null,
        };
    }

    private static IStep? Reduction(
        GraphView view, GraphNode node, TensorLayout source, TensorLayout output, Func<ReadOnlySpan<float>, float> function)
    {
        int[] axes = ShapeAxes.Of(view.Graph, node);
        if (axes.Length > 0)
            return Along<float>(axes, (from, to) => to[0] = function(from), source, output);
        return node.GetInt("noop_with_empty_axes", 0) != 0 ? new ConvertStep<float, float>(value => value, source, output) : null;
    }

    private static AxisStep<TResult>? Along<TResult>(
        IEnumerable<int> axes, RowFunction<float, TResult> function, TensorLayout source, TensorLayout output) =>
        AxisLines.Of(source, axes) is { } lines ? new AxisStep<TResult>(function, lines, source, output) : null;
}
