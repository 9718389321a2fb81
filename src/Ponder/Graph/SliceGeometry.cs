namespace Ponder.Graph;

/// <summary>Which part of a tensor a Slice node takes: for every axis where it starts, how many elements and how far apart.</summary>
/// <param name="Starts">First element by axis, 0-based.</param>
/// <param name="Counts">Elements by axis; <see cref="TensorShape.Batch"/> for an axis of that size.</param>
/// <param name="Steps">Distance from one element to the next by axis, at least 1.</param>
public sealed record SliceGeometry(IReadOnlyList<int> Starts, IReadOnlyList<int> Counts, IReadOnlyList<int> Steps)
{
    /// <summary>Reads a Slice node of a graph; null when shape inference refused it.</summary>
    public static SliceGeometry? Of(GatedGraph graph, GraphNode node) => Of(graph, node, graph.Tensor(node.Inputs[0]).Shape);

    /// <summary>Reads a Slice node, opset 10 on; null when it cuts the batch, steps backwards or its numbers are no constants.</summary>
    internal static SliceGeometry? Of(IConstantSource graph, GraphNode node, TensorShape input)
    {
        long[]? starts = Integers(graph, node, 1), ends = Integers(graph, node, 2);
        if (starts is null || ends is null)
            return null;
        long[]? axes = node.HasInput(3) ? Integers(graph, node, 3) : [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        long[]? steps = node.HasInput(4) ? Integers(graph, node, 4) : [.. starts.Select(_ => 1L)];
        if (axes?.Length != starts.Length || ends.Length != starts.Length || steps?.Length != starts.Length)
            return null;

        int[] first = new int[input.Rank], count = [.. input.Dimensions], step = [.. input.Dimensions.Select(_ => 1)];
        for (int i = 0; i < axes.Length; i++)
        {
            long axis = axes[i] < 0 ? axes[i] + input.Rank : axes[i];
            if (axis < 0 || axis >= input.Rank || steps[i] is < 1 or > int.MaxValue || input.Dimensions[(int)axis] == TensorShape.Batch)
                return null;
            int size = input.Dimensions[(int)axis];
            long start = Math.Clamp(starts[i] < 0 ? starts[i] + size : starts[i], 0, size);
            long end = Math.Clamp(ends[i] < 0 ? ends[i] + size : ends[i], start, size);
            first[axis] = (int)start;
            step[axis] = (int)steps[i];
            count[axis] = (int)((end - start + steps[i] - 1) / steps[i]);
        }

        return new SliceGeometry(first, count, step);
    }

    private static long[]? Integers(IConstantSource graph, GraphNode node, int index) =>
        node.HasInput(index) && graph.IsConstant(node.Inputs[index])
            && graph.Constant(node.Inputs[index]) is { ElementType: ElementType.Int64 } constant
            ? constant.Int64s.ToArray()
            : null;
}
