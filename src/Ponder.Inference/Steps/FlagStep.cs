using System.Runtime.InteropServices;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Makes 1 and 0 of true and false, line by line.</summary>
internal sealed class FlagStep(TensorLayout source, TensorLayout destination) : IStep
{
    private readonly ImageLines _lines = ImageLines.Of(destination, source);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            for (int line = 0; line < _lines.Count; line++)
            {
                var from = _lines.Line(workspace.Sample<bool>(source, sample), source, line);
                var to = _lines.Line(workspace.Sample<float>(destination, sample), destination, line);
                Flags.ToFloats(MemoryMarshal.AsBytes(from), to);
            }
        }
    }
}
