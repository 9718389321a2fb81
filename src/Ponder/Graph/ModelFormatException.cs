namespace Ponder.Graph;

/// <summary>A model file, or a graph made from one, is not what Ponder can use.</summary>
public sealed class ModelFormatException : Exception
{
    /// <summary>Reports every fault at once.</summary>
    /// <param name="source">The file or graph that was looked at.</param>
    /// <param name="faults">At least one fault, each saying where, expected, got.</param>
    public ModelFormatException(string source, IReadOnlyList<string> faults)
        : base($"{source}: {string.Join("; ", faults)}") => Faults = faults;

    /// <summary>Reports one fault.</summary>
    public ModelFormatException(string source, string fault, Exception? inner = null)
        : base($"{source}: {fault}", inner) => Faults = [fault];

    /// <summary>All faults that were found.</summary>
    public IReadOnlyList<string> Faults { get; }
}
