using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Takes each element from the one side or the other; both are there.</summary>
internal sealed class ChooseStep<T>(SpreadOperand condition, SpreadOperand accepted, SpreadOperand refused, TensorLayout destination) : IStep
{
    private readonly int[] _to = ElementPlaces.All(destination);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            var choice = workspace.Sample<bool>(condition.Layout, sample);
            var a = workspace.Sample<T>(accepted.Layout, sample);
            var b = workspace.Sample<T>(refused.Layout, sample);
            var result = workspace.Sample<T>(destination, sample);
            for (int i = 0; i < _to.Length; i++)
                result[_to[i]] = choice[condition.Places[i]] ? a[accepted.Places[i]] : b[refused.Places[i]];
        }
    }
}
