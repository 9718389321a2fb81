using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>An elementwise operator with two inputs, of which one may be a single number per sample or for all.</summary>
internal sealed class BinaryStep<TSource, TResult>(
    Func<TSource, TSource, TResult> function, TensorLayout left, TensorLayout right, TensorLayout destination) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            var a = workspace.Sample<TSource>(left, sample);
            var b = workspace.Sample<TSource>(right, sample);
            var result = workspace.Sample<TResult>(destination, sample);
            for (int i = 0; i < result.Length; i++)
                result[i] = function(a[a.Length == 1 ? 0 : i], b[b.Length == 1 ? 0 : i]);
        }
    }
}
