namespace Ponder.Inference.Steps;

/// <summary>Puts tensors of any shape side by side.</summary>
/// <param name="parts">What brings each tensor to its place.</param>
internal sealed class ConcatStep(RearrangeStep[] parts) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (var part in parts)
            part.Run(workspace, samples);
    }
}
