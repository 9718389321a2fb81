using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Average pooling.</summary>
internal sealed class AveragePoolingStep(AveragePoolingKernel kernel, TensorLayout source, TensorLayout destination) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
            kernel.Run(workspace.SampleWithSlack(source, sample), workspace.Sample<float>(destination, sample));
    }
}
