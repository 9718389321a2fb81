using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>One number for a whole sample: the mean over channels of the means over positions.</summary>
internal sealed class GlobalMeanStep(AveragePoolingKernel kernel, TensorLayout source, TensorLayout destination) : IStep
{
    /// <summary>A pooling whose window is the image: one number for each channel.</summary>
    public static AveragePoolingStep OverPositions(TensorLayout source, TensorLayout destination) =>
        new(Kernel(source, destination.IsImage ? destination.Origin : 0), source, destination);

    public static GlobalMeanStep OverAll(TensorLayout source, TensorLayout destination) => new(Kernel(source, 0), source, destination);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        Span<float> means = stackalloc float[source.Channels];
        foreach (int sample in samples)
        {
            kernel.Run(workspace.SampleWithSlack(source, sample), means);
            workspace.Sample<float>(destination, sample)[destination.LineStart(0)] = RowOperators.Mean(means);
        }
    }

    private static AveragePoolingKernel Kernel(TensorLayout source, int destinationPixel) => new(
        [new PoolingWindow(source.Origin, source.Height, source.Width, destinationPixel, source.Height * source.Width)],
        source.RowPitch, source.Channels);
}
