using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>The lines of a tensor along some axes, in the order of the other axes.</summary>
/// <param name="Elements">The elements of all lines, line by line, in the graph's order.</param>
/// <param name="Length">Elements of a line.</param>
internal sealed record AxisLines(int[] Elements, int Length)
{
    /// <summary>Lines within each sample; null when an axis is the batch's.</summary>
    /// <param name="source">The tensor.</param>
    /// <param name="axes">The axes; negative ones count from the end.</param>
    public static AxisLines? Of(TensorLayout source, IEnumerable<int> axes)
    {
        int rank = source.Info.Shape.Rank;
        int[] along = [.. axes.Select(axis => axis < 0 ? axis + rank : axis).Order()];
        if (along.Contains(0) || source.Constant is not null)
            return null;
        int[] sizes = ElementPlaces.SampleSizes(source);
        int[] order = [.. Enumerable.Range(1, rank - 1).Except(along).Concat(along).Select(axis => axis - 1)];
        return new AxisLines(RearrangeStep.Transposed(sizes, order), along.Aggregate(1, (product, axis) => product * sizes[axis - 1]));
    }
}
