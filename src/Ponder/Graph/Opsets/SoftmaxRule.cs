namespace Ponder.Graph.Opsets;

/// <summary>Softmax, LogSoftmax and Hardmax up to opset 12: over all axes from one on, taken together; since then over that one axis.</summary>
internal static class SoftmaxRule
{
    public static void Apply(NodeRewrite node)
    {
        int axis = node.Node.GetInt("axis", 1);
        if (axis == -1)
            return;
        var shape = node.Shape(0) ?? throw node.Refusal("the input's shape is not known");
        int first = axis < 0 ? axis + shape.Rank : axis;
        if (first < (shape.HasBatch ? 1 : 0) || first >= shape.Rank)
            throw node.Refusal($"expected an axis within each sample of {shape}, got {axis}");
        node.SetNumber("axis", first);
        if (shape.Dimensions.Skip(first + 1).All(size => size == 1))
            return;

        // [N, a, b, c] -> [N, a·b·c] and back; a zero copies a size.
        var rows = Enumerable.Repeat(0L, first);
        long[] flat = [.. rows, -1], back = [.. rows, .. shape.Dimensions.Skip(first).Select(size => (long)size)];
        node.SetInput(0, node.Before("Reshape", "flat", node.Node.Inputs[0], node.Constant("flat.shape", HostTensor.Of(flat, flat.Length))));
        node.Behind("Reshape", "normalized", node.Constant("shape", HostTensor.Of(back, back.Length)));
    }
}
