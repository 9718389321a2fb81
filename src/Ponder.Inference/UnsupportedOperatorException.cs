namespace Ponder.Inference;

/// <summary>The graph has operators that the engine does not run.</summary>
/// <param name="source">The graph's name.</param>
/// <param name="faults">One line for each node.</param>
public sealed class UnsupportedOperatorException(string source, IReadOnlyList<string> faults)
    : Exception($"{source}: {string.Join("; ", faults)}")
{
    /// <summary>Each node that the engine does not run, and why.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
