namespace Ponder.Inference.Steps;

/// <summary>Steps that compute one operator together, one after the other.</summary>
/// <param name="steps">The steps, in order.</param>
internal sealed class SequenceStep(IStep[] steps) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (var step in steps)
            step.Run(workspace, samples);
    }
}
