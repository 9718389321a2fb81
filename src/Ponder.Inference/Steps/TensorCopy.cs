using Ponder.Graph;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Brings a chunk's tensor into a workspace, and out of it into the caller's.</summary>
internal static class TensorCopy
{
    public static void Write(Workspace workspace, TensorLayout layout, HostTensor value, int start, int count)
    {
        int length = layout.SampleLength;
        if (value.ElementType == ElementType.Boolean)
            Write<bool>(workspace, layout, value.Booleans.Slice(start * length, count * length), count);
        else if (value.ElementType == ElementType.Int64)
            Write<long>(workspace, layout, value.Int64s.Slice(start * length, count * length), count);
        else if (value.Length == 1 && length == 1)
            workspace.All<float>(layout)[..count].Fill(value.Floats[0]); // one threshold for all
        else
            Write<float>(workspace, layout, value.Floats.Slice(start * length, count * length), count);
    }

    public static void Write<T>(Workspace workspace, TensorLayout layout, ReadOnlySpan<T> values, int count)
    {
        int length = layout.SampleLength;
        for (int i = 0; i < count; i++)
        {
            var sample = values.Slice(i * length, length);
            if (layout.IsImage)
                ImageCopy.ToPixels(layout, sample, workspace.Sample<T>(layout, i));
            else
                sample.CopyTo(workspace.Sample<T>(layout, i));
        }
    }

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
