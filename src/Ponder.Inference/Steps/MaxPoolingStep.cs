using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Max pooling, with the ReLU that often follows.</summary>
internal sealed class MaxPoolingStep(MaxPoolingKernel kernel, TensorLayout source, TensorLayout destination, bool relu) : IStep
{
    public static MaxPoolingStep Create(WindowGeometry window, TensorLayout source, TensorLayout destination, bool relu) =>
        new(new MaxPoolingKernel(Windows(window, source, destination), source.RowPitch, source.Channels), source, destination, relu);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
            kernel.Run(workspace.SampleWithSlack(source, sample), workspace.Sample<float>(destination, sample), relu);
    }

    // Windows are clipped to the image: a maximum must not see the zeros of the border.
    private static PoolingWindow[] Windows(WindowGeometry window, TensorLayout source, TensorLayout destination)
    {
        var windows = new List<PoolingWindow>();
        for (int y = 0; y < destination.Height; y++)
        {
            for (int x = 0; x < destination.Width; x++)
            {
                int top = (y * window.StrideHeight) - window.PadTop, left = (x * window.StrideWidth) - window.PadLeft;
                int bottom = Math.Min(top + window.Height, source.Height), right = Math.Min(left + window.Width, source.Width);
                (top, left) = (Math.Max(top, 0), Math.Max(left, 0));
                windows.Add(new PoolingWindow(
                    source.Pixel(top, left), bottom - top, right - left, destination.Pixel(y, x), (bottom - top) * (right - left)));
            }
        }

        return [.. windows];
    }
}
