namespace Ponder.Graph.Shapes;

/// <summary>Shapes of operators that move elements and compute nothing.</summary>
internal static class RearrangedShapes
{
    public static TensorShape Squeeze(IConstantSource graph, GraphNode node, TensorShape input)
    {
        int[] axes = ShapeRules.Axes(graph, node);
        var gone = axes.Length == 0
            ? Enumerable.Range(0, input.Rank).Where(axis => input.Dimensions[axis] == 1).ToHashSet()
            : axes.Select(axis => axis < 0 ? axis + input.Rank : axis).ToHashSet();
        return gone.All(axis => axis >= 0 && axis < input.Rank && input.Dimensions[axis] == 1)
            ? TensorShape.Of([.. input.Dimensions.Where((_, axis) => !gone.Contains(axis))])
            : throw ShapeRules.Fault(graph, node, $"expected axes of size 1 of {input}, got [{string.Join(", ", axes)}]");
    }

    public static TensorShape Unsqueeze(IConstantSource graph, GraphNode node, TensorShape input)
    {
        int[] axes = ShapeRules.Axes(graph, node);
        int rank = input.Rank + axes.Length;
        var added = axes.Select(axis => axis < 0 ? axis + rank : axis).ToHashSet();
        if (added.Count != axes.Length || added.Any(axis => axis < 0 || axis >= rank))
            throw ShapeRules.Fault(graph, node, $"expected axes within a rank of {rank}, got [{string.Join(", ", axes)}]");
        var rest = new Queue<int>(input.Dimensions);
        return TensorShape.Of([.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1 : rest.Dequeue())]);
    }

    public static TensorShape Transpose(IConstantSource graph, GraphNode node, TensorShape input)
    {
        int[] order = node.GetInts("perm", [.. Enumerable.Range(0, input.Rank).Reverse()]);
        return order.Order().SequenceEqual(Enumerable.Range(0, input.Rank))
            ? TensorShape.Of([.. order.Select(axis => input.Dimensions[axis])])
            : throw ShapeRules.Fault(graph, node, $"expected each axis of {input} once, got [{string.Join(", ", order)}]");
    }

    public static TensorShape Slice(IConstantSource graph, GraphNode node, TensorShape input) =>
        SliceGeometry.Of(graph, node, input) is { } slice && slice.Counts.All(count => count != 0)
            ? TensorShape.Of([.. slice.Counts])
            : throw ShapeRules.Fault(graph, node, $"expected constant starts, ends, axes and forward steps within each sample of {input}");

    public static TensorShape Pad(IConstantSource graph, GraphNode node, TensorShape input) =>
        PadGeometry.Of(graph, node, input) is { } pad
            ? TensorShape.Of([.. input.Dimensions.Select((size, axis) =>
                size == TensorShape.Batch ? size : ShapeRules.Size(graph, node, (long)size + pad.Before[axis] + pad.After[axis]))])
            : throw ShapeRules.Fault(graph, node, $"expected constant padding of a constant within each sample of {input}");

    public static TensorShape Concat(IConstantSource graph, GraphNode node, TensorShape[] shapes)
    {
        var first = shapes[0];
        int axis = node.GetInt("axis", 0);
        axis = axis < 0 ? axis + first.Rank : axis;
        if (axis < (first.HasBatch ? 1 : 0) || axis >= first.Rank
            || shapes.Any(shape => shape.Rank != first.Rank || shape.Dimensions.Where((size, i) => i != axis && size != first.Dimensions[i]).Any()))
        {
            throw ShapeRules.Fault(graph, node, $"expected shapes that differ in one axis of each sample, got {string.Join<TensorShape>(", ", shapes)}");
        }

        int[] sizes = [.. first.Dimensions];
        sizes[axis] = ShapeRules.Size(graph, node, shapes.Sum(shape => (long)shape.Dimensions[axis]));
        return TensorShape.Of(sizes);
    }

    public static IEnumerable<TensorShape> Split(IConstantSource graph, GraphNode node, TensorShape input) => SplitGeometry.Of(graph, node, input) is { } parts
        ? parts.Select(part => TensorShape.Of([.. part.Counts]))
        : throw ShapeRules.Fault(graph, node, $"expected constant sizes above zero, one for each output, that fill an axis within each sample of {input}");

    public static TensorShape Flatten(IConstantSource graph, GraphNode node, TensorShape input)
    {
        int axis = node.GetInt("axis", 1);
        axis = axis < 0 ? axis + input.Rank : axis;
        if (axis < 0 || axis > input.Rank || (input.HasBatch && axis != 1))
            throw ShapeRules.Fault(graph, node, $"expected an axis of {input} that keeps samples apart, got {node.GetInt("axis", 1)}");
        int Length(Range axes) => (int)TensorShape.Of(input.Dimensions.AsSpan()[axes]).SampleLength; // fits: the input does
        return TensorShape.Of(input.HasBatch ? TensorShape.Batch : Length(..axis), Length(axis..));
    }

    public static TensorShape Reshape(IConstantSource graph, GraphNode node, TensorShape input)
    {
        long[] asked = ShapeRules.ConstantIntegers(graph, node, 1);
        if (asked.Any(size => size is < -1 or > int.MaxValue) || asked.Count(size => size == -1) > 1)
            throw ShapeRules.Fault(graph, node, $"expected sizes of which one may be -1, got [{string.Join(", ", asked)}]");
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
            : throw ShapeRules.Fault(graph, node, $"expected a shape that holds {input}, got {shape}");
    }
}
