using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Max pooling, with the ReLU that often follows.</summary>
internal sealed class MaxPoolingStep(MaxPoolingKernel kernel, TensorLayout source, TensorLayout destination, bool relu) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
            kernel.Run(workspace.SampleWithSlack(source, sample), workspace.Sample<float>(destination, sample), relu);
    }
}
