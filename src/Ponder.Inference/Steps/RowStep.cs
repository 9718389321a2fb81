using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>An operator with one input that works on each sample's row.</summary>
internal sealed class RowStep<TSource, TResult>(
    RowFunction<TSource, TResult> function, TensorLayout source, TensorLayout destination) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
            function(workspace.Sample<TSource>(source, sample), workspace.Sample<TResult>(destination, sample));
    }
}
