using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>A fully connected layer: a 1x1 convolution whose rows are samples.</summary>
internal sealed class LinearStep(ConvolutionKernel kernel, TensorLayout source, TensorLayout destination, bool relu) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples) => kernel.Run(
        workspace.All<float>(source), 1, 0, samples,
        workspace.All<float>(destination), samples, new ConvolutionEpilogue { Range = relu ? ActivationRange.Relu : null });
}
