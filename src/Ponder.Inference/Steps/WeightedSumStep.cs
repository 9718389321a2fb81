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
    private const int PositionsAtOnce = 512;

    private readonly WeightedPixelsKernel _kernel = new(destination.Channels);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        Span<float> spread = stackalloc float[PositionsAtOnce];
        foreach (int sample in samples)
        {
            var from = workspace.Sample<float>(image, sample);
            var factors = workspace.Sample<float>(weights, sample);
            var sums = workspace.Sample<float>(residual, sample);
            var result = workspace.Sample<float>(destination, sample);
            var positions = mask is null ? [] : workspace.Mask(mask, sample);
            for (int y = 0; y < destination.Height; y++)
            {
                for (int x = 0; x < destination.Width; x += PositionsAtOnce)
                {
                    int count = Math.Min(PositionsAtOnce, destination.Width - x), floats = count * destination.Channels;
                    int to = destination.Pixel(y, x) * destination.Channels;
                    _kernel.Run(
                        from.Slice(image.Pixel(y, x) * destination.Channels, floats), Weights(factors, y, x, spread[..count]), sums.Slice(to, floats),
                        mask is null ? [] : positions.Slice((y * destination.Width) + x, count), result.Slice(to, floats));
                }
            }
        }
    }

    private ReadOnlySpan<float> Weights(ReadOnlySpan<float> factors, int y, int x, Span<float> spread)
    {
        int line = weights.Height == 1 ? 0 : y;
        if (weights.Width == destination.Width)
            return factors.Slice(weights.Pixel(line, x), spread.Length);
        spread.Fill(factors[weights.Pixel(line, 0)]);
        return spread;
    }
}
