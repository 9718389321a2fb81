using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>An elementwise operator whose two inputs are spread over the result, whatever their shapes.</summary>
internal sealed class SpreadStep<TSource, TResult>(
    Func<TSource, TSource, TResult> function, SpreadOperand left, SpreadOperand right, TensorLayout destination) : IStep
{
    private readonly int[] _to = ElementPlaces.All(destination);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            var a = workspace.Sample<TSource>(left.Layout, sample);
            var b = workspace.Sample<TSource>(right.Layout, sample);
            var result = workspace.Sample<TResult>(destination, sample);
            for (int i = 0; i < _to.Length; i++)
                result[_to[i]] = function(a[left.Places[i]], b[right.Places[i]]);
        }
    }
}
