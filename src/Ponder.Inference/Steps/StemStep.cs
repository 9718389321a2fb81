using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Convolution of a gray image, 2x2 pooling and ReLU in one pass.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="windowStart">Float of the source's sample that the first window starts from.</param>
/// <param name="source">The gray image.</param>
/// <param name="destination">What leaves the pooling.</param>
/// <param name="relu">Whether a ReLU follows.</param>
internal sealed class StemStep(StemKernel kernel, int windowStart, TensorLayout source, TensorLayout destination, bool relu) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            kernel.Run(
                workspace.SampleWithSlack(source, sample)[windowStart..], source.RowPitch,
                workspace.Sample<float>(destination, sample)[(destination.Origin * destination.Channels)..], destination.RowPitch, relu);
        }
    }
}
