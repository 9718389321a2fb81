using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>A convolution over images: the rows are the output pixels of the samples that run it.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="rows">All rows of a chunk.</param>
/// <param name="source">What is convolved.</param>
/// <param name="destination">What is written.</param>
/// <param name="residual">What is added; laid out as the destination. Null for nothing.</param>
/// <param name="relu">Whether negative results become zero.</param>
internal sealed class ConvolutionStep(
    ConvolutionKernel kernel, ConvolutionRows rows, TensorLayout source, TensorLayout destination, TensorLayout? residual, bool relu) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        var (from, to) = workspace.Gather(rows.From, rows.To, rows.PerSample, samples);
        kernel.Run(
            workspace.All<float>(source), source.RowPitch, 0, from.Span, workspace.All<float>(destination), to.Span,
            new ConvolutionEpilogue { Residual = residual is null ? [] : workspace.All<float>(residual), Relu = relu });
    }
}
