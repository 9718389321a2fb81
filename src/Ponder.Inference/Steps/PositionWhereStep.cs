using System.Runtime.InteropServices;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>A gate by position: takes each position's channels from the one image or the other, runs of alike positions at once.</summary>
internal sealed class PositionWhereStep<T>(TensorLayout condition, TensorLayout accepted, TensorLayout refused, TensorLayout destination) : IStep
    where T : struct
{
    private readonly bool _isMap = typeof(T) == typeof(float) && destination.Channels == 1;
    private readonly ImageLines _lines = ImageLines.Of(condition, accepted, refused, destination);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            var choice = workspace.Sample<bool>(condition, sample);
            var a = workspace.Sample<T>(accepted, sample);
            var b = workspace.Sample<T>(refused, sample);
            var result = workspace.Sample<T>(destination, sample);
            if (_isMap)
                ChooseNumbers(choice, a, b, result);
            else
                ChoosePixels(choice, a, b, result);
        }
    }

    private void ChooseNumbers(Span<bool> choice, Span<T> a, Span<T> b, Span<T> result)
    {
        for (int line = 0; line < _lines.Count; line++)
        {
            Flags.Choose(
                MemoryMarshal.AsBytes(_lines.Line(choice, condition, line)), Numbers(a, accepted, line), Numbers(b, refused, line), Numbers(result, destination, line));
        }
    }

    private Span<float> Numbers(Span<T> sample, TensorLayout layout, int line) => MemoryMarshal.Cast<T, float>(_lines.Line(sample, layout, line));

    private void ChoosePixels(ReadOnlySpan<bool> choice, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> result)
    {
        int channels = destination.Channels, width = destination.Width;
        for (int y = 0; y < destination.Height; y++)
        {
            var line = choice.Slice(condition.LineStart(y), width);
            for (int x = 0, count; x < width; x += count)
            {
                bool isOpen = line[x];
                count = line[x..].IndexOf(!isOpen);
                if (count < 0)
                    count = width - x;
                int from = (isOpen ? accepted : refused).Pixel(y, x) * channels;
                (isOpen ? a : b).Slice(from, count * channels).CopyTo(result[(destination.Pixel(y, x) * channels)..]);
            }
        }
    }
}
