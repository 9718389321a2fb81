using Ponder.Graph;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Takes a chunk's tensor out of a workspace into the caller's.</summary>
internal static class TensorCopy
{
    public static void Read(Workspace workspace, TensorLayout layout, HostTensor result, int start, int count)
    {
        // What does not depend on the samples is there once for all.
        if (!layout.Info.Shape.HasBatch)
            (start, count) = (0, start == 0 ? 1 : 0);
        if (result.ElementType == ElementType.Float32)
            Read(workspace, layout, result.Floats, start, count);
        else if (result.ElementType == ElementType.Int64)
            Read(workspace, layout, result.Int64s, start, count);
        else
            Read(workspace, layout, result.Booleans, start, count);
    }

    private static void Read<T>(Workspace workspace, TensorLayout layout, Span<T> result, int start, int count)
    {
        int length = layout.SampleLength;
        for (int i = 0; i < count; i++)
        {
            var sample = workspace.Sample<T>(layout, i);
            var to = result.Slice((start + i) * length, length);
            if (layout.IsRow)
                sample.CopyTo(to);
            else
                ImageCopy.ToChannelOrder(layout, sample, to);
        }
    }
}
