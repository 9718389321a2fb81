using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Adds an image weighted position by position to another one, at the positions that somebody asks.</summary>
/// <param name="image">What is weighted.</param>
/// <param name="weights">One number for each position, or for all.</param>
/// <param name="residual">What it is added to; laid out as the destination.</param>
/// <param name="mask">The positions; null for all.</param>
/// <param name="destination">What is written; other positions keep what they have.</param>
internal sealed class WeightedSumStep(
    TensorLayout image, TensorLayout weights, TensorLayout residual, PositionMask? mask, TensorLayout destination) : IStep
{
    private readonly WeightedPixelsKernel _kernel = new(destination.Channels);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        int width = destination.Width, floats = destination.LineLength;
        Span<float> spread = stackalloc float[weights.Width == 1 ? width : 0];
        foreach (int sample in samples)
        {
            var from = workspace.Sample<float>(image, sample);
            var factors = workspace.Sample<float>(weights, sample);
            var sums = workspace.Sample<float>(residual, sample);
            var result = workspace.Sample<float>(destination, sample);
            var positions = mask is null ? [] : workspace.Mask(mask, sample);
            for (int y = 0; y < destination.Height; y++)
            {
                scoped ReadOnlySpan<float> line = factors.Slice(weights.LineStart(weights.Height == 1 ? 0 : y), weights.Width);
                if (weights.Width == 1)
                {
                    spread.Fill(line[0]);
                    line = spread;
                }

                int to = destination.LineStart(y);
                _kernel.Run(
                    from.Slice(image.LineStart(y), floats), line, sums.Slice(to, floats), mask is null ? [] : positions.Slice(y * width, width), result.Slice(to, floats));
            }
        }
    }
}
