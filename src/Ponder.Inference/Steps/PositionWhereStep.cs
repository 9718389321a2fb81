using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>A gate by position: takes each position's channels from the one image or the other.</summary>
internal sealed class PositionWhereStep<T>(TensorLayout condition, TensorLayout accepted, TensorLayout refused, TensorLayout destination) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        int channels = destination.Channels;
        foreach (int sample in samples)
        {
            var choice = workspace.Sample<bool>(condition, sample);
            var a = workspace.Sample<T>(accepted, sample);
            var b = workspace.Sample<T>(refused, sample);
            var result = workspace.Sample<T>(destination, sample);
            for (int y = 0; y < destination.Height; y++)
            {
                if (channels == 1)
                {
                    Choose(
                        choice.Slice(condition.LineStart(y), destination.Width), a[accepted.LineStart(y)..], b[refused.LineStart(y)..],
                        result.Slice(destination.LineStart(y), destination.Width));
                    continue;
                }

                for (int x = 0; x < destination.Width; x++)
                {
                    bool isOpen = choice[condition.Pixel(y, x)];
                    int from = (isOpen ? accepted : refused).Pixel(y, x) * channels;
                    (isOpen ? a : b).Slice(from, channels).CopyTo(result.Slice(destination.Pixel(y, x) * channels, channels));
                }
            }
        }
    }

    private static void Choose(ReadOnlySpan<bool> choice, ReadOnlySpan<T> accepted, ReadOnlySpan<T> refused, Span<T> result)
    {
        for (int x = 0; x < result.Length; x++)
            result[x] = choice[x] ? accepted[x] : refused[x];
    }
}
