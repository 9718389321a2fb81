using Ponder.Graph;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Reads Slice, Split, Pad and Concat nodes as blocks. Shape inference has checked their numbers.</summary>
internal static class BlockSteps
{
    /// <summary>The step, or null when channels are left out between others or an input is no float image.</summary>
    public static BlockStep? Create(GraphView view, FusedOperator fused, TensorLayout?[] inputs, TensorLayout output)
    {
        if (!output.IsImage || inputs[0] is not { } source || output.Info.ElementType != ElementType.Float32)
            return null;
        if (fused.Node.OpType == "Concat")
            return Concat(fused.Node, inputs, output);
        var block = fused.Slice is null && fused.Node.OpType == "Pad"
            ? Whole(source, default)
            : Part(PartSteps.Part(view, fused.Slice ?? fused.Node, fused.Part), source);
        if (block is null || fused.Node.OpType != "Pad")
            return block is null ? null : new BlockStep([block], null, output);
        if (PadGeometry.Of(view.Graph, fused.Node) is not { } pad)
            return null;
        block = block with { To = new BlockCorner(pad.Before[1], pad.Before[2], pad.Before[3]) };
        return new BlockStep([block], pad.Value, output);
    }

    private static BlockStep? Concat(GraphNode node, TensorLayout?[] inputs, TensorLayout output)
    {
        if (node.GetInt("axis", 0) is not (1 or -3) || inputs.Any(input => input is not { IsImage: true }))
            return null;
        var blocks = new List<ImageBlock>();
        int channel = 0;
        foreach (var source in inputs.OfType<TensorLayout>())
        {
            blocks.Add(Whole(source, new BlockCorner(channel, 0, 0)));
            channel += source.Channels;
        }

        return new BlockStep([.. blocks], null, output);
    }

    private static ImageBlock Whole(TensorLayout source, BlockCorner to) =>
        new(source, default, to) { Channels = source.Channels, Height = source.Height, Width = source.Width };

    private static ImageBlock? Part(SliceGeometry? slice, TensorLayout source) =>
        slice is null || slice.Steps[1] != 1
            ? null
            : new ImageBlock(source, new BlockCorner(slice.Starts[1], slice.Starts[2], slice.Starts[3]), default)
            {
                RowStep = slice.Steps[2],
                ColumnStep = slice.Steps[3],
                Channels = slice.Counts[1],
                Height = slice.Counts[2],
                Width = slice.Counts[3],
            };
}
