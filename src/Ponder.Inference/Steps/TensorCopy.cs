using Ponder.Graph;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Takes a chunk's tensor out of a workspace into the caller's.</summary>
internal static class TensorCopy
{
    // Images that are not of floats have one channel: their pixels are in the caller's order.
    public static void Read(Workspace workspace, TensorLayout layout, HostTensor result, int start, int count)
    {
        int length = layout.SampleLength;
        for (int i = 0; i < count; i++)
        {
            int at = (start + i) * length;
            if (!layout.IsRow && result.ElementType == ElementType.Float32)
                ImageCopy.ToChannelOrder(layout, workspace.Sample<float>(layout, i), result.Floats.Slice(at, length));
            else if (result.ElementType == ElementType.Float32)
                workspace.Sample<float>(layout, i).CopyTo(result.Floats[at..]);
            else if (result.ElementType == ElementType.Int64)
                workspace.Sample<long>(layout, i).CopyTo(result.Int64s[at..]);
            else
                workspace.Sample<bool>(layout, i).CopyTo(result.Booleans[at..]);
        }
    }
}
