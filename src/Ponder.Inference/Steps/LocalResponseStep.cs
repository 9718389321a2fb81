using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Local response normalisation, line by line, because borders may differ.</summary>
internal sealed class LocalResponseStep(LocalResponseKernel kernel, TensorLayout source, TensorLayout destination) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        Span<float> scratch = stackalloc float[kernel.ScratchFloats];
        foreach (int sample in samples)
        {
            var from = workspace.Sample<float>(source, sample);
            var to = workspace.Sample<float>(destination, sample);
            for (int line = 0; line < source.LineCount; line++)
            {
                kernel.Run(
                    from.Slice(source.LineStart(line), source.LineLength), scratch,
                    to.Slice(destination.LineStart(line), destination.LineLength));
            }
        }
    }
}
