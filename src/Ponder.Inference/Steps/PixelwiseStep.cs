using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Arithmetic on images of which one is spread over channels, rows or columns: what weighs channels or positions.</summary>
internal sealed class PixelwiseStep(ElementwiseKernel kernel, TensorLayout left, TensorLayout right, TensorLayout destination) : IStep
{
    private const int ElementsAtOnce = 4096;

    private readonly ImageLines _lines = ImageLines.Of(destination, left); // of alike images

    /// <summary>Whether a computed image has each size of a result, or 1, and its pixels fit into scratch memory.</summary>
    public static bool Fits(TensorLayout? operand, TensorLayout output) =>
        operand is { IsImage: true, Info.ElementType: ElementType.Float32 } && output.Channels <= ElementsAtOnce
        && (operand.Channels == 1 || operand.Channels == output.Channels)
        && (operand.Height == 1 || operand.Height == output.Height) && (operand.Width == 1 || operand.Width == output.Width);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        if (left.Info.Shape == destination.Info.Shape && right is { Channels: 1, Height: 1, Width: 1 })
            RunNumbers(workspace, samples);
        else
            RunPixels(workspace, samples);
    }

    // One number beside a whole sample.
    private void RunNumbers(Workspace workspace, ReadOnlySpan<int> samples)
    {
        Span<float> spread = stackalloc float[ElementsAtOnce];
        foreach (int sample in samples)
        {
            spread[..Math.Min(_lines.Longest, ElementsAtOnce)].Fill(workspace.Sample<float>(right, sample)[right.LineStart(0)]);
            var a = workspace.Sample<float>(left, sample);
            var result = workspace.Sample<float>(destination, sample);
            for (int line = 0; line < _lines.Count; line++)
            {
                var from = _lines.Line(a, left, line);
                var to = _lines.Line(result, destination, line);
                for (int i = 0; i < to.Length; i += ElementsAtOnce)
                    kernel.Run(from[i..], spread, [], to.Slice(i, Math.Min(ElementsAtOnce, to.Length - i)));
            }
        }
    }

    private void RunPixels(Workspace workspace, ReadOnlySpan<int> samples)
    {
        int channels = destination.Channels, most = Math.Min(destination.Width, ElementsAtOnce / channels);
        Span<float> spreadLeft = stackalloc float[most * channels], spreadRight = stackalloc float[most * channels];
        foreach (int sample in samples)
        {
            var a = new Operand(workspace, left, sample, channels);
            var b = new Operand(workspace, right, sample, channels);
            var result = workspace.Sample<float>(destination, sample);
            for (int y = 0; y < destination.Height; y++)
            {
                for (int x = 0; x < destination.Width; x += most)
                {
                    int elements = Math.Min(most, destination.Width - x) * channels;
                    kernel.Run(
                        a.Pixels(y, x, spreadLeft[..elements]), b.Pixels(y, x, spreadRight[..elements]), [],
                        result.Slice(destination.Pixel(y, x) * channels, elements));
                }
            }
        }
    }

    private readonly ref struct Operand(Workspace workspace, TensorLayout layout, int sample, int channels)
    {
        private readonly ReadOnlySpan<float> _image = workspace.Sample<float>(layout, sample);

        /// <summary>Neighbouring pixels as the result has them; in <paramref name="spread"/>, which is as long, where the operand has fewer.</summary>
        public ReadOnlySpan<float> Pixels(int y, int x, Span<float> spread)
        {
            int line = layout.Height == 1 ? 0 : y;
            var pixels = _image[(layout.Pixel(line, layout.Width == 1 ? 0 : x) * layout.Channels)..];
            if (layout.Width > 1 && layout.Channels == channels)
                return pixels[..spread.Length];
            int step = layout.Width == 1 ? 0 : layout.Channels;
            for (int at = 0, from = 0; at < spread.Length; at += channels, from += step)
            {
                if (layout.Channels == 1)
                    spread.Slice(at, channels).Fill(pixels[from]);
                else
                    pixels.Slice(from, channels).CopyTo(spread[at..]);
            }

            return spread;
        }
    }
}
