using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>Decides at an exit whether its answer is good enough. A policy only emits operators; nothing decides outside the graph.</summary>
public interface IExitPolicy
{
    /// <summary>The policy's name in the plan.</summary>
    string Name { get; }

    /// <summary>Emits the gate of one exit.</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="exit">The exit and the one before it.</param>
    /// <param name="accept">The bool [N, 1] that is true where the sample leaves here.</param>
    /// <returns>The exit's tensors by role.</returns>
    ExitRole Emit(GraphBuilder builder, ExitPoint exit, out GraphValue accept);
}
