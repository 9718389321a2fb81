using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Gives each element another, of another type or not, in tensors of any shape.</summary>
internal sealed class ConvertStep<TSource, TResult>(Func<TSource, TResult> function, TensorLayout source, TensorLayout destination) : IStep
{
    private readonly int[] _from = ElementPlaces.All(source);
    private readonly int[] _to = ElementPlaces.All(destination);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            var from = workspace.Sample<TSource>(source, sample);
            var to = workspace.Sample<TResult>(destination, sample);
            for (int i = 0; i < _to.Length; i++)
                to[_to[i]] = function(from[_from[i]]);
        }
    }
}
