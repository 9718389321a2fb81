using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Arithmetic on images of which one is spread over channels, rows or columns: what weighs channels or positions.</summary>
internal sealed class PixelwiseStep(ElementwiseKernel kernel, TensorLayout left, TensorLayout right, TensorLayout destination) : IStep
{
    /// <summary>Whether a computed image has each size of a result, or 1.</summary>
    public static bool Fits(TensorLayout? operand, TensorLayout output) =>
        operand is { IsImage: true, Info.ElementType: ElementType.Float32 } && (operand.Channels == 1 || operand.Channels == output.Channels)
        && (operand.Height == 1 || operand.Height == output.Height) && (operand.Width == 1 || operand.Width == output.Width);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        int channels = destination.Channels;
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
    }
}
