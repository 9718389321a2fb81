using Ponder.Graph;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Reads Slice, Pad and Concat nodes as blocks. Shape inference has checked their numbers.</summary>
internal static class BlockSteps
{
    /// <summary>The step, or null when channels are left out between others or an input is no float image.</summary>
    public static BlockStep? Create(GraphView view, FusedOperator fused, TensorLayout?[] inputs, TensorLayout output)
    {
        if (!output.IsImage || inputs[0] is not { } source || output.Info.ElementType != ElementType.Float32)
            return null;
        if (fused.Node.OpType == "Concat")
            return Concat(fused.Node, inputs, output);
        var block = (fused.Slice ?? fused.Node) is { OpType: "Slice" } slice ? Slice(view, slice, source) : Whole(source, default);
        if (block is null || fused.Node.OpType == "Slice")
            return block is null ? null : new BlockStep([block], null, output);
        long[] pads = view.Constant(fused.Node, 1)!.Int64s.ToArray();
        block = block with { To = new BlockCorner((int)pads[1], (int)pads[2], (int)pads[3]) };
        return new BlockStep([block], view.Constant(fused.Node, 2)?.Floats[0] ?? 0, output);
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

    private static ImageBlock? Slice(GraphView view, GraphNode node, TensorLayout source)
    {
        long[] starts = view.Constant(node, 1)!.Int64s.ToArray();
        long[] axes = view.Constant(node, 3)?.Int64s.ToArray() ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        long[] steps = view.Constant(node, 4)?.Int64s.ToArray() ?? [.. starts.Select(_ => 1L)];
        var (input, size) = (view.ShapeOf(node.Inputs[0]), view.ShapeOf(node.Output));
        int[] first = new int[4], step = [1, 1, 1, 1];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = (int)(axes[i] < 0 ? axes[i] + 4 : axes[i]);
            first[axis] = (int)Math.Clamp(starts[i] < 0 ? starts[i] + input[axis] : starts[i], 0, input[axis]);
            step[axis] = (int)steps[i];
        }

        return step[1] != 1 ? null : new ImageBlock(source, new BlockCorner(first[1], first[2], first[3]), default)
        {
            RowStep = step[2],
            ColumnStep = step[3],
            Channels = size[1],
            Height = size[2],
            Width = size[3],
        };
    }
}
