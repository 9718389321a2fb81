using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Arithmetic on images of which one is spread over channels, rows or columns: what weighs channels or positions.</summary>
internal sealed class PixelwiseStep(ElementwiseKernel kernel, TensorLayout left, TensorLayout right, TensorLayout destination) : IStep
{
    private const int PositionsAtOnce = 512;

    /// <summary>Whether a computed image has each size of a result, or 1.</summary>
    public static bool Fits(TensorLayout? operand, TensorLayout output) =>
        operand is { IsImage: true, Info.ElementType: ElementType.Float32 } && (operand.Channels == 1 || operand.Channels == output.Channels)
        && (operand.Height == 1 || operand.Height == output.Height) && (operand.Width == 1 || operand.Width == output.Width);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        int channels = destination.Channels;
        if (channels == 1)
        {
            RunLines(workspace, samples);
            return;
        }

        Span<float> spreadLeft = stackalloc float[channels], spreadRight = stackalloc float[channels];
        foreach (int sample in samples)
        {
            var a = new Operand(workspace, left, sample);
            var b = new Operand(workspace, right, sample);
            var result = workspace.Sample<float>(destination, sample);
            for (int y = 0; y < destination.Height; y++)
            {
                for (int x = 0; x < destination.Width; x++)
                    kernel.Run(a.Pixel(y, x, spreadLeft), b.Pixel(y, x, spreadRight), [], result.Slice(destination.Pixel(y, x) * channels, channels));
            }
        }
    }

    // A map of one channel, as of halting scores: many positions of a line at a time.
    private void RunLines(Workspace workspace, ReadOnlySpan<int> samples)
    {
        Span<float> spreadLeft = stackalloc float[PositionsAtOnce], spreadRight = stackalloc float[PositionsAtOnce];
        foreach (int sample in samples)
        {
            var a = new Operand(workspace, left, sample);
            var b = new Operand(workspace, right, sample);
            var result = workspace.Sample<float>(destination, sample);
            for (int y = 0; y < destination.Height; y++)
            {
                for (int x = 0; x < destination.Width; x += PositionsAtOnce)
                {
                    int count = Math.Min(PositionsAtOnce, destination.Width - x);
                    kernel.Run(a.Positions(y, x, spreadLeft[..count]), b.Positions(y, x, spreadRight[..count]), [], result.Slice(destination.Pixel(y, x), count));
                }
            }
        }
    }

    private readonly ref struct Operand(Workspace workspace, TensorLayout layout, int sample)
    {
        private readonly ReadOnlySpan<float> _image = workspace.Sample<float>(layout, sample);

        public ReadOnlySpan<float> Pixel(int y, int x, Span<float> spread)
        {
            var pixel = _image.Slice(layout.Pixel(layout.Height == 1 ? 0 : y, layout.Width == 1 ? 0 : x) * layout.Channels, layout.Channels);
            if (layout.Channels == spread.Length)
                return pixel;
            spread.Fill(pixel[0]);
            return spread;
        }

        // Of one channel.
        public ReadOnlySpan<float> Positions(int y, int x, Span<float> spread)
        {
            int line = layout.Height == 1 ? 0 : y;
            if (layout.Width > 1)
                return _image.Slice(layout.Pixel(line, x), spread.Length);
            spread.Fill(_image[layout.Pixel(line, 0)]);
            return spread;
        }
    }
}
