using Ponder.Graph.Onnx;

namespace Ponder.Graph.Opsets;

/// <summary>The names of a model's tensors, to find new ones that nobody has.</summary>
internal sealed class TensorNames
{
    private readonly HashSet<string> _taken;
    private readonly HashSet<string> _made = [];

    public TensorNames(ModelProto model) =>
        _taken = [.. model.Graph.Node.SelectMany(node => node.Output.Concat(node.Input)), .. model.Graph.Initializer.Select(tensor => tensor.Name),
            .. model.Graph.Input.Select(input => input.Name)];

    /// <summary>Names that were handed out.</summary>
    public IReadOnlySet<string> Made => _made;

    /// <summary>A new name: the wished one, or that with a number behind it.</summary>
    public string Make(string wished)
    {
        string name = wished;
        for (int number = 2; !_taken.Add(name); number++)
            name = $"{wished}.{number}";
        _made.Add(name);
        return name;
    }
}
