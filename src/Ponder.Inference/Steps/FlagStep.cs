using System.Runtime.InteropServices;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Makes 1 and 0 of true and false, line by line.</summary>
internal sealed class FlagStep(TensorLayout source, TensorLayout destination) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            for (int line = 0; line < destination.LineCount; line++)
            {
                var from = workspace.Sample<bool>(source, sample).Slice(source.LineStart(line), destination.LineLength);
                var to = workspace.Sample<float>(destination, sample).Slice(destination.LineStart(line), destination.LineLength);
                Flags.ToFloats(MemoryMarshal.AsBytes(from), to);
            }
        }
    }
}
