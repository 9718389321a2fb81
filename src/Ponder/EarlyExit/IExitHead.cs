using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>The layers of a branch: from the trunk's features to an answer. A head only emits operators.</summary>
public interface IExitHead
{
    /// <summary>The head's name in recipes.</summary>
    string Name { get; }

    /// <summary>Emits the head of one exit.</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="features">What the trunk has computed so far, [N, C, H, W].</param>
    /// <param name="exitName">Prefix of all tensors that are made.</param>
    /// <param name="classes">Length of the answer.</param>
    /// <returns>The answer <c>exitName.logits</c>, [N, classes].</returns>
    /// <exception cref="ModelFormatException">The head does not fit the features.</exception>
    GraphValue Emit(GraphBuilder builder, GraphValue features, string exitName, int classes);
}
