using System.Runtime.InteropServices;
using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Says which elements of an image lie below a constant, or do not, line by line.</summary>
/// <param name="source">The image.</param>
/// <param name="limit">The constant, read anew in every run: who watches a run may change it.</param>
/// <param name="isReached">Whether elements are looked for that are at least the constant; else those below. No number is neither.</param>
/// <param name="destination">What is written.</param>
internal sealed class LimitStep(TensorLayout source, TensorLayout limit, bool isReached, TensorLayout destination) : IStep
{
    private readonly ImageLines _lines = ImageLines.Of(destination, source);

    /// <summary>Whether an image is compared with one constant.</summary>
    public static bool Fits(TensorLayout left, TensorLayout right, TensorLayout output) =>
        left.IsImage && output.IsImage && left.Info.Shape == output.Info.Shape && right.Constant is { Length: 1, ElementType: ElementType.Float32 };

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        float level = workspace.All<float>(limit)[0];
        foreach (int sample in samples)
        {
            for (int line = 0; line < _lines.Count; line++)
            {
                var from = _lines.Line(workspace.Sample<float>(source, sample), source, line);
                var to = _lines.Line(workspace.Sample<bool>(destination, sample), destination, line);
                if (isReached)
                    Flags.AtLeast(from, level, MemoryMarshal.AsBytes(to));
                else
                    Flags.Less(from, level, MemoryMarshal.AsBytes(to));
            }
        }
    }
}
