namespace Ponder.Graph;

/// <summary>Runs a gated graph. Training, inference and the oracle are three implementations with one meaning.</summary>
public interface IGraphExecutor : IDisposable
{
    /// <summary>What the executor calls itself in tables and JSON: <c>ponder</c>, <c>ort</c> or <c>torch</c>.</summary>
    string Name { get; }

    /// <summary>Computes the tensors asked for.</summary>
    /// <param name="feeds">
    /// The graph's inputs by name. Any other tensor may be fed too, and then overrides the graph: a threshold
    /// ([1], or [N, 1] per sample), or an inner tensor such as a gate's condition.
    /// </param>
    /// <param name="outputs">Names of any tensors of the graph; only what they need is computed.</param>
    /// <returns>One tensor for each name, in the caller's hands.</returns>
    /// <exception cref="ArgumentException">A feed is missing, unknown, or has another type or shape.</exception>
    IReadOnlyDictionary<string, HostTensor> Run(
        IReadOnlyDictionary<string, HostTensor> feeds, IReadOnlyList<string> outputs);
}
