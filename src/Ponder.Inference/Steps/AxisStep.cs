using System.Buffers;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>An operator along some axes of a tensor of any shape: each line becomes as many numbers, or one.</summary>
/// <param name="function">What is done with a line.</param>
/// <param name="lines">The lines.</param>
/// <param name="source">What is read.</param>
/// <param name="destination">What is written: one number for each line in order, or the source's shape.</param>
internal sealed class AxisStep<TResult>(RowFunction<float, TResult> function, AxisLines lines, TensorLayout source, TensorLayout destination) : IStep
{
    private readonly int[] _from = ElementPlaces.Of(source, lines.Elements);
    private readonly int[] _to = source.SampleLength == destination.SampleLength
        ? ElementPlaces.Of(destination, lines.Elements)
        : ElementPlaces.All(destination);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        int count = _from.Length / lines.Length, results = _to.Length / count;
        float[] line = ArrayPool<float>.Shared.Rent(lines.Length);
        TResult[] made = ArrayPool<TResult>.Shared.Rent(results);
        foreach (int sample in samples)
        {
            var from = workspace.Sample<float>(source, sample);
            var to = workspace.Sample<TResult>(destination, sample);
            for (int l = 0; l < count; l++)
            {
                for (int i = 0; i < lines.Length; i++)
                    line[i] = from[_from[(l * lines.Length) + i]];
                function(line.AsSpan(0, lines.Length), made.AsSpan(0, results));
                for (int i = 0; i < results; i++)
                    to[_to[(l * results) + i]] = made[i];
            }
        }

        ArrayPool<float>.Shared.Return(line);
        ArrayPool<TResult>.Shared.Return(made);
    }
}
