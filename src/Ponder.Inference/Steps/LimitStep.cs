using System.Runtime.InteropServices;
using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Says which elements of an image lie below a constant, line by line.</summary>
internal sealed class LimitStep(TensorLayout source, float limit, TensorLayout destination) : IStep
{
    /// <summary>Whether an image is compared with one constant.</summary>
    public static bool Fits(TensorLayout left, TensorLayout right, TensorLayout output) =>
        left.IsImage && output.IsImage && left.Info.Shape == output.Info.Shape && right.Constant is { Length: 1, ElementType: ElementType.Float32 };

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            for (int line = 0; line < destination.LineCount; line++)
            {
                var from = workspace.Sample<float>(source, sample).Slice(source.LineStart(line), destination.LineLength);
                var to = workspace.Sample<bool>(destination, sample).Slice(destination.LineStart(line), destination.LineLength);
                Flags.Less(from, limit, MemoryMarshal.AsBytes(to));
            }
        }
    }
}
