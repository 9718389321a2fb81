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
    private readonly ElementwiseKernel _kernel = new(ElementwiseOperation.MultiplyAdd);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        int channels = destination.Channels;
        Span<float> spread = stackalloc float[channels];
        foreach (int sample in samples)
        {
            var from = workspace.Sample<float>(image, sample);
            var factors = workspace.Sample<float>(weights, sample);
            var sums = workspace.Sample<float>(residual, sample);
            var result = workspace.Sample<float>(destination, sample);
            var positions = mask is null ? [] : workspace.Mask(mask, sample);
            for (int y = 0, position = 0; y < destination.Height; y++)
            {
                for (int x = 0; x < destination.Width; x++, position++)
                {
                    if (mask is not null && positions[position] == 0)
                        continue;
                    spread.Fill(factors[weights.Pixel(weights.Height == 1 ? 0 : y, weights.Width == 1 ? 0 : x)]);
                    int to = destination.Pixel(y, x) * channels;
                    _kernel.Run(from.Slice(image.Pixel(y, x) * channels, channels), spread, sums.Slice(to, channels), result.Slice(to, channels));
                }
            }
        }
    }
}
