namespace Ponder.Graph.Shapes;

/// <summary>Shapes of reductions and of what normalises along an axis.</summary>
internal static class ReducedShapes
{
    public static TensorShape Normalised(IConstantSource graph, GraphNode node, TensorShape input)
    {
        int axis = node.GetInt("axis", -1);
        return (axis < 0 ? axis + input.Rank : axis) is var at && at >= (input.HasBatch ? 1 : 0) && at < input.Rank
            ? input
            : throw ShapeRules.Fault(graph, node, $"expected an axis within each sample of {input}, got {axis}");
    }

    public static TensorShape Reduce(IConstantSource graph, GraphNode node, TensorShape input, int[] axes)
    {
        if (axes.Length == 0 && node.GetInt("noop_with_empty_axes", 0) != 0)
            return input;
        if (axes.Length == 0)
            axes = [.. Enumerable.Range(0, input.Rank)];
        if (axes.Any(axis => axis < -input.Rank || axis >= input.Rank))
            throw ShapeRules.Fault(graph, node, $"expected axes within {input}, got [{string.Join(", ", axes)}]");
        var reduced = axes.Select(axis => axis < 0 ? axis + input.Rank : axis).ToHashSet();
        bool keeps = node.GetInt("keepdims", 1) != 0;
        return TensorShape.Of([.. Enumerable.Range(0, input.Rank)
            .Where(i => keeps || !reduced.Contains(i)).Select(i => reduced.Contains(i) ? 1 : input[i])]);
    }

    public static TensorShape ArgMax(IConstantSource graph, GraphNode node, TensorShape input) => node.GetInt("select_last_index", 0) == 0
        ? Reduce(graph, node, input, [node.GetInt("axis", 0)])
        : throw ShapeRules.Fault(graph, node, "expected select_last_index 0");
}
