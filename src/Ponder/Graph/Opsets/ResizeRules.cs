namespace Ponder.Graph.Opsets;

/// <summary>Resize in its four forms, and Upsample before it.</summary>
internal static class ResizeRules
{
    /// <summary>Opset 9: nearest or linear, a pixel's corner is its place, to larger images only.</summary>
    public static void Upsample(NodeRewrite node)
    {
        node.Rename("Resize");
        TakeCorners(node, "floor");
    }

    /// <summary>Opset 10: as Upsample; to smaller images the nearest pixel is the next one, as ONNX Runtime has it.</summary>
    public static void Opset10(NodeRewrite node)
    {
        string nearest = "floor";
        if (node.Node.GetString("mode", "nearest") == "nearest")
        {
            float[] scales = Scales(node, 1);
            nearest = scales.All(scale => scale >= 1) ? "floor"
                : scales.All(scale => scale <= 1) ? "ceil"
                : throw node.Refusal("nearest pixels of an image that grows in one direction and shrinks in another");
        }

        TakeCorners(node, nearest);
    }

    /// <summary>Opset 11: scales are there beside sizes, but empty.</summary>
    public static void Opset11(NodeRewrite node)
    {
        if (node.Node.GetString("coordinate_transformation_mode", "half_pixel") == "tf_half_pixel_for_nn")
            throw node.Refusal("coordinate_transformation_mode 'tf_half_pixel_for_nn' ended with opset 12");
        if (node.Node.HasInput(3))
            node.SetInput(2, "");
    }

    /// <summary>Opset 18: for some axes only, smoothed, or with the sides' ratio kept.</summary>
    public static void Opset18(NodeRewrite node)
    {
        string coordinates = node.Node.GetString("coordinate_transformation_mode", "half_pixel");
        if (node.Node.GetInt("antialias", 0) != 0)
            throw node.Refusal("antialias is newer");
        if (node.Node.GetString("keep_aspect_ratio_policy", "stretch") is not "stretch" and var policy)
            throw node.Refusal($"keep_aspect_ratio_policy '{policy}' is newer");
        if (coordinates == "half_pixel_symmetric")
            throw node.Refusal("coordinate_transformation_mode 'half_pixel_symmetric' is newer");
        if (node.Node.HasAttribute("axes"))
        {
            if (coordinates == "tf_crop_and_resize")
                throw node.Refusal("a crop of some axes is newer");
            ScaleAllAxes(node);
        }
        else if (node.Node.HasInput(3))
        {
            node.SetInput(2, ""); // may be there, but empty
        }

        node.Remove("antialias", "keep_aspect_ratio_policy", "axes");
    }

    private static void TakeCorners(NodeRewrite node, string nearest)
    {
        node.SetInput(2, node.Node.HasInput(1) ? node.Node.Inputs[1] : throw node.Refusal("expected scales, got none"));
        node.SetInput(1, "");
        node.Set("coordinate_transformation_mode", "asymmetric");
        node.Set("nearest_mode", nearest);
    }

    // Sizes would have to name the batch, which is not known: scales do not.
    private static void ScaleAllAxes(NodeRewrite node)
    {
        var shape = node.Shape(0) ?? throw node.Refusal("the input's shape is not known");
        int[] axes = node.Node.GetInts("axes");
        bool isSized = node.Node.HasInput(3);
        float[] given = isSized ? Array.ConvertAll(node.Integers(3), size => (float)size) : Scales(node, 2);
        if (given.Length != axes.Length)
            throw node.Refusal($"expected {axes.Length} numbers for the axes, got {given.Length}");
        float[] scales = [.. Enumerable.Repeat(1f, shape.Rank)];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = SplitAndPadRules.AxisOf(node, axes[i], shape);
            if (isSized && shape[axis] == TensorShape.Batch)
                throw node.Refusal("the batch has no size to resize");
            scales[axis] = isSized ? ScaleTo(given[i], shape[axis]) : given[i];
        }

        node.SetInput(2, node.Constant("scales", HostTensor.Of(scales, scales.Length)));
        node.CutInputs(3);
    }

    // The size is rounded down from input times scale.
    private static float ScaleTo(float size, int from)
    {
        float scale = size / from;
        return MathF.Floor(scale * from) < size ? MathF.BitIncrement(scale) : scale;
    }

    private static float[] Scales(NodeRewrite node, int input) => node.Value(input) is { ElementType: ElementType.Float32 } scales
        ? scales.Floats.ToArray()
        : throw node.Refusal($"expected floats as input {input}");
}
