namespace Ponder.Graph.Opsets;

/// <summary>Split and Pad since opset 18, which let a file leave out numbers that follow from the input's shape.</summary>
internal static class SplitAndPadRules
{
    public static void Split(NodeRewrite node)
    {
        int count = node.Node.Outputs.Count;
        if (!node.Node.HasInput(1) && node.Node.HasAttribute("num_outputs"))
        {
            var shape = node.Shape(0) ?? throw node.Refusal("the input's shape is not known");
            int axis = AxisOf(node, node.Node.GetInt("axis", 0), shape);
            int part = (shape[axis] + count - 1) / count;
            if (shape[axis] == TensorShape.Batch || part * (count - 1L) >= shape[axis])
                throw node.Refusal($"expected an axis of at least {count} elements, got axis {axis} of {shape}");
            long[] parts = [.. Enumerable.Repeat((long)part, count - 1), shape[axis] - (part * (count - 1L))];
            node.SetInput(1, node.Constant("split", HostTensor.Of(parts, count)));
        }

        node.Remove("num_outputs");
    }

    public static void Pad(NodeRewrite node)
    {
        if (node.Node.GetString("mode", "constant") == "wrap")
            throw node.Refusal("mode 'wrap' is newer");
        if (!node.Node.HasInput(3))
            return;
        var shape = node.Shape(0) ?? throw node.Refusal("the input's shape is not known");
        long[] given = node.Integers(1), axes = node.Integers(3);
        if (given.Length != 2 * axes.Length)
            throw node.Refusal($"expected {2 * axes.Length} sizes for {axes.Length} axes, got {given.Length}");
        long[] pads = new long[2 * shape.Rank];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = AxisOf(node, axes[i], shape);
            (pads[axis], pads[axis + shape.Rank]) = (given[i], given[i + axes.Length]);
        }

        node.SetInput(1, node.Constant("pads", HostTensor.Of(pads, pads.Length)));
        node.CutInputs(3);
    }

    /// <summary>An axis counted from the front.</summary>
    public static int AxisOf(NodeRewrite node, long axis, TensorShape shape) => axis >= -shape.Rank && axis < shape.Rank
        ? (int)(axis < 0 ? axis + shape.Rank : axis)
        : throw node.Refusal($"expected an axis of {shape}, got {axis}");
}
