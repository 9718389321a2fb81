namespace Ponder.Graph.Opsets;

/// <summary>The operators that opsets 9 to 21 write in different ways. One flat table.</summary>
/// <remarks>Source: the changelog of the ONNX operators. Changes that only allow more types, or more by default, need no rule.</remarks>
internal static class OpsetRules
{
    private const int Oldest = OpsetConverter.Oldest;
    private const int Newest = OpsetConverter.Newest;

    /// <summary>All rules; at most one fits an operator of an opset.</summary>
    public static IReadOnlyList<OpsetRule> All { get; } =
    [
        new("Slice", Oldest, 9, node => Move(node, "starts", "ends", "axes")),
        new("TopK", Oldest, 9, node => Move(node, "k")),
        new("Upsample", Oldest, 9, ResizeRules.Upsample),
        new("Upsample", 10, Newest, node => throw node.Refusal("the operator ended with opset 9")),
        new("Clip", Oldest, 10, node => Move(node, "min", "max")),
        new("Pad", Oldest, 10, node => Move(node, "pads", "value")),
        new("Resize", 10, 10, ResizeRules.Opset10, NeedsShapes: true),
        new("Scatter", Oldest, Newest, node => node.Rename("ScatterElements")),
        new("Dropout", Oldest, 11, node => Move(node, "ratio")),
        new("Resize", 11, 12, ResizeRules.Opset11),
        .. from name in new[] { "Squeeze", "Unsqueeze", "ReduceSum" } select new OpsetRule(name, Oldest, 12, node => Move(node, "axes")),
        new("Split", Oldest, 12, node => Move(node, "split")),
        .. from name in new[] { "Softmax", "LogSoftmax", "Hardmax" } select new OpsetRule(name, Oldest, 12, SoftmaxRule.Apply, NeedsShapes: true),
        new("BatchNormalization", Oldest, 13, Normalization),
        new("RoiAlign", 10, 15, node => node.Set("coordinate_transformation_mode", "output_half_pixel")),

        .. from name in new[]
            {
                "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare",
            }
           select new OpsetRule(name, 18, Newest, Reduction, NeedsShapes: true),
        new("Split", 18, Newest, SplitAndPadRules.Split, NeedsShapes: true),
        new("Pad", 18, Newest, SplitAndPadRules.Pad, NeedsShapes: true),
        new("Resize", 18, Newest, ResizeRules.Opset18, NeedsShapes: true),
        new("LpPool", 18, Newest, node => DropDefaults(node, "ceil_mode", "dilations")),
        .. from name in new[] { "ScatterElements", "ScatterND" } select new OpsetRule(name, 18, Newest, ScatterReduction),
        new("AveragePool", 19, Newest, node => DropDefaults(node, "dilations")),
        .. from name in new[] { "Cast", "CastLike" } select new OpsetRule(name, 19, Newest, node => node.Remove("saturate")), // of 8-bit floats
        .. from name in new[] { "QuantizeLinear", "DequantizeLinear" }
           select new OpsetRule(name, 19, Newest, node => DropDefaults(node, "block_size", "output_dtype", "saturate")),
        new("DFT", 20, Newest, node => throw node.Refusal("its form is newer")),
        new("GridSample", 20, Newest, GridSample),
        new("Mish", 18, Newest, ActivationRules.Mish),
        new("Gelu", 20, Newest, ActivationRules.Gelu),
        .. from name in new[]
            {
                "AffineGrid", "BitwiseAnd", "BitwiseNot", "BitwiseOr", "BitwiseXor", "CenterCropPad", "Col2Im", "DeformConv",
                "GroupNormalization", "ImageDecoder", "RegexFullMatch", "StringConcat", "StringSplit",
            }
           select new OpsetRule(name, 18, Newest, node => throw node.Refusal("the operator is newer")),
    ];

    /// <summary>Attributes become the inputs from 1 on.</summary>
    private static void Move(NodeRewrite node, params ReadOnlySpan<string> attributes)
    {
        for (int i = 0; i < attributes.Length; i++)
            node.MoveToInput(attributes[i], i + 1);
    }

    /// <summary>Takes away attributes that say what goes without saying.</summary>
    private static void DropDefaults(NodeRewrite node, params ReadOnlySpan<string> attributes)
    {
        foreach (string name in attributes)
        {
            bool isDefault = name switch
            {
                "dilations" => node.Node.GetInts(name, 1).All(size => size == 1),
                "saturate" => true, // of 8-bit floats only
                _ => node.Node.GetInt(name, 0) == 0,
            };
            if (!isDefault)
                throw node.Refusal($"attribute '{name}' is newer");
            node.Remove(name);
        }
    }

    private static void Normalization(NodeRewrite node)
    {
        if (node.Node.GetInt("spatial", 1) == 0)
            throw node.Refusal("expected statistics by channel, got spatial 0");
        if (node.Node.Outputs.Skip(1).Any(output => output.Length > 0))
            throw node.Refusal("expected one output, got those of training");
        node.Remove("spatial");
    }

    private static void Reduction(NodeRewrite node)
    {
        long[] axes = node.Node.HasInput(1) ? node.Integers(1) : [];
        bool keepsAll = axes.Length == 0 && node.Node.GetInt("noop_with_empty_axes", 0) != 0;
        node.CutInputs(1);
        node.Remove("noop_with_empty_axes");
        if (keepsAll)
            node.Become("Identity", [.. node.Node.Inputs]);
        else if (axes.Length > 0)
            node.Set("axes", axes);
    }

    private static void ScatterReduction(NodeRewrite node)
    {
        if (node.Node.GetString("reduction", "none") is "max" or "min")
            throw node.Refusal("reduction by maximum or minimum is newer");
    }

    private static void GridSample(NodeRewrite node) => node.Set("mode", node.Node.GetString("mode", "linear") switch
    {
        "linear" => "bilinear",
        "cubic" => "bicubic",
        var other => other,
    });
}
