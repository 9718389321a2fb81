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
        var block = new ImageBlock(source, default, default) { Channels = output.Channels, Height = output.Height, Width = output.Width };
        if ((fused.Slice ?? fused.Node) is { OpType: "Slice" } slice)
        {
            var (starts, steps) = Slice(view, slice);
            if (steps[1] != 1)
                return null;
            var size = view.ShapeOf(slice.Output);
            block = block with
            {
                From = new BlockCorner(starts[1], starts[2], starts[3]), RowStep = steps[2], ColumnStep = steps[3],
                Channels = size[1], Height = size[2], Width = size[3],
            };
        }
        else
        {
            block = block with { Channels = source.Channels, Height = source.Height, Width = source.Width };
        }

        if (fused.Node.OpType == "Slice")
            return new BlockStep([block], null, output);
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
            blocks.Add(new ImageBlock(source, default, new BlockCorner(channel, 0, 0))
            {
                Channels = source.Channels, Height = source.Height, Width = source.Width,
            });
            channel += source.Channels;
        }

        return new BlockStep([.. blocks], null, output);
    }

    private static (int[] Starts, int[] Steps) Slice(GraphView view, GraphNode node)
    {
        long[] starts = view.Constant(node, 1)!.Int64s.ToArray();
        long[] axes = view.Constant(node, 3)?.Int64s.ToArray() ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        long[] steps = view.Constant(node, 4)?.Int64s.ToArray() ?? [.. starts.Select(_ => 1L)];
        var input = view.ShapeOf(node.Inputs[0]);
        int[] first = new int[4], step = [1, 1, 1, 1];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = (int)(axes[i] < 0 ? axes[i] + 4 : axes[i]);
            first[axis] = (int)Math.Clamp(starts[i] < 0 ? starts[i] + input[axis] : starts[i], 0, input[axis]);
            step[axis] = (int)steps[i];
        }

        return (first, step);
    }
}
