namespace Ponder.Graph;

/// <summary>A tensor of a graph that is being built: its name, type and shape.</summary>
/// <param name="Info">What is known of the tensor.</param>
public readonly record struct GraphValue(TensorInfo Info)
{
    /// <summary>The tensor's name.</summary>
    public string Name => Info.Name;

    /// <summary>The tensor's sizes, with a symbolic batch.</summary>
    public TensorShape Shape => Info.Shape;
}
