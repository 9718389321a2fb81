namespace Ponder.Graph;

/// <summary>What is known of a tensor before the graph runs.</summary>
/// <param name="Name">Its name, unique in the graph.</param>
/// <param name="ElementType">Type of its elements.</param>
/// <param name="Shape">Its sizes, with a symbolic batch.</param>
public sealed record TensorInfo(string Name, ElementType ElementType, TensorShape Shape)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {ElementType} {Shape}";
}
