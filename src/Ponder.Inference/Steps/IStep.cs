namespace Ponder.Inference.Steps;

/// <summary>One operator, or several fused ones, with its kernel and the layouts that it reads and writes.</summary>
internal interface IStep
{
    /// <summary>Computes some samples of the chunk.</summary>
    /// <param name="workspace">The thread's buffers.</param>
    /// <param name="samples">Indices within the chunk, ascending, at least one.</param>
    void Run(Workspace workspace, ReadOnlySpan<int> samples);
}
