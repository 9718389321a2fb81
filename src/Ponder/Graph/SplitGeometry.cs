namespace Ponder.Graph;

/// <summary>Reads Split nodes: each output is a slice of the input.</summary>
public static class SplitGeometry
{
    /// <summary>The part that each output of a graph's Split node takes; null when shape inference refused it.</summary>
    public static IReadOnlyList<SliceGeometry>? Of(GatedGraph graph, GraphNode node) => Of(graph, node, graph.Tensor(node.Inputs[0]).Shape);

    /// <summary>Reads a Split node; null when it divides the batch, a part is empty, or the sizes do not fit or are no constants.</summary>
    internal static IReadOnlyList<SliceGeometry>? Of(IConstantSource graph, GraphNode node, TensorShape input)
    {
        int axis = node.GetInt("axis", 0);
        axis = axis < 0 ? axis + input.Rank : axis;
        if (axis < 0 || axis >= input.Rank || input.Dimensions[axis] == TensorShape.Batch
            || Sizes(graph, node, input.Dimensions[axis]) is not { } sizes || sizes.Length != node.Outputs.Count
            || sizes.Any(size => size < 1 || size > input.Dimensions[axis]) || sizes.Sum() != input.Dimensions[axis])
        {
            return null;
        }

        var parts = new SliceGeometry[sizes.Length];
        int start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            int[] starts = new int[input.Rank], counts = [.. input.Dimensions];
            (starts[axis], counts[axis]) = (start, (int)sizes[i]);
            parts[i] = new SliceGeometry(starts, counts, [.. counts.Select(_ => 1)]);
            start += (int)sizes[i];
        }

        return parts;
    }

    // An attribute up to opset 12, an input from 13 on; else equal parts, since opset 18 with a smaller last one.
    private static long[]? Sizes(IConstantSource graph, GraphNode node, int length)
    {
        if (node.HasInput(1))
            return graph.IsConstant(node.Inputs[1]) && graph.Constant(node.Inputs[1]) is { ElementType: ElementType.Int64 } sizes ? sizes.Int64s.ToArray() : null;
        if (node.HasAttribute("split"))
            return Array.ConvertAll(node.GetInts("split"), size => (long)size);
        int count = node.Outputs.Count;
        if (node.GetInt("num_outputs", count) != count || (!node.HasAttribute("num_outputs") && length % count != 0))
            return null;
        int part = (length + count - 1) / count;
        return [.. Enumerable.Range(0, count).Select(i => (long)Math.Min(part, length - (i * part)))];
    }
}
