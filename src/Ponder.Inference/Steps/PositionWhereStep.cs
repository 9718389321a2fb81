using System.Runtime.InteropServices;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>A gate by position: takes each position's channels from the one image or the other, runs of alike positions at once.</summary>
internal sealed class PositionWhereStep<T>(TensorLayout condition, TensorLayout accepted, TensorLayout refused, TensorLayout destination) : IStep
    where T : struct
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            for (int y = 0; y < destination.Height; y++)
            {
                var choice = workspace.Sample<bool>(condition, sample).Slice(condition.LineStart(y), destination.Width);
                Choose(choice, Line(workspace, accepted, sample, y), Line(workspace, refused, sample, y), Line(workspace, destination, sample, y));
            }
        }
    }

    private static Span<T> Line(Workspace workspace, TensorLayout layout, int sample, int y) =>
        workspace.Sample<T>(layout, sample).Slice(layout.LineStart(y), layout.LineLength);

    private void Choose(ReadOnlySpan<bool> choice, ReadOnlySpan<T> accepted, ReadOnlySpan<T> refused, Span<T> result)
    {
        int channels = destination.Channels;
        if (typeof(T) == typeof(float) && channels == 1)
        {
            Flags.Choose(MemoryMarshal.AsBytes(choice), MemoryMarshal.Cast<T, float>(accepted), MemoryMarshal.Cast<T, float>(refused), MemoryMarshal.Cast<T, float>(result));
            return;
        }

        for (int x = 0, count; x < choice.Length; x += count)
        {
            bool isOpen = choice[x];
            count = choice[x..].IndexOf(!isOpen);
            if (count < 0)
                count = choice.Length - x;
            (isOpen ? accepted : refused).Slice(x * channels, count * channels).CopyTo(result[(x * channels)..]);
        }
    }
}
