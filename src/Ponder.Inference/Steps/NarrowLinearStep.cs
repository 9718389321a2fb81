using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>A fully connected layer with few outputs.</summary>
internal sealed class NarrowLinearStep(NarrowLinearKernel kernel, TensorLayout source, TensorLayout destination, bool relu) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
            kernel.Run(workspace.Sample<float>(source, sample), workspace.Sample<float>(destination, sample), relu);
    }
}
