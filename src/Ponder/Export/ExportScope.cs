using Ponder.Graph;
using Ponder.Graph.Onnx;

namespace Ponder.Export;

/// <summary>A graph that is being written, or a branch of an <c>If</c> in it. A branch sees all that the scopes around it have made.</summary>
/// <param name="source">The graph whose constants are taken over.</param>
/// <param name="names">All names of the file: no tensor of a branch may be called like another one.</param>
/// <param name="parent">The scope around a branch; null for the whole graph.</param>
internal sealed class ExportScope(GatedGraph source, HashSet<string> names, ExportScope? parent = null)
{
    private readonly Dictionary<object, string> _made = []; // what stands for a tensor, or what was computed before
    private readonly Dictionary<string, string> _constants = [];

    /// <summary>What has been written so far.</summary>
    public GraphProto Graph { get; } = new();

    /// <summary>Starts a branch.</summary>
    public ExportScope Branch(string name) => new(source, names, this) { Graph = { Name = name } };

    /// <summary>A name that nothing has yet.</summary>
    public string Unique(string wish)
    {
        string name = wish;
        for (int number = 2; !names.Add(name); number++)
            name = $"{wish}.{number}";
        return name;
    }

    /// <summary>What stands for a key here, or null.</summary>
    public string? Find(object key) => _made.GetValueOrDefault(key) ?? parent?.Find(key);

    /// <summary>What stands for a tensor of the source here.</summary>
    public string Resolve(string tensor) => Find(tensor) ?? tensor;

    /// <summary>Says what stands for a key from now on.</summary>
    public void Set(object key, string name) => _made[key] = name;

    /// <summary>What stands for a key here; made when it is asked for the first time.</summary>
    public string Once(object key, Func<string> make) => Find(key) ?? (_made[key] = make());

    /// <summary>Adds an operator with one output of a new name.</summary>
    /// <returns>The output's name.</returns>
    public string Add(string opType, string wish, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        AddNamed(opType, Unique(wish), inputs, attributes);

    /// <summary>Adds an operator with one output of a name that is the caller's.</summary>
    /// <returns>The output's name.</returns>
    public string AddNamed(string opType, string output, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = opType, Name = output };
        foreach (string input in inputs)
            node.Input.Add(input);
        node.Output.Add(output);
        foreach (var attribute in attributes)
            node.Attribute.Add(attribute);
        Graph.Node.Add(node);
        return output;
    }

    /// <summary>A constant of the source as this scope's own: ONNX Runtime lays weights out anew only where they lie beside their reader.</summary>
    public string Constant(string name)
    {
        if (!_constants.TryGetValue(name, out string? own))
            Keep(name, own = _constants[name] = Unique(name));
        return own;
    }

    /// <summary>A constant of the source under its own name, which is known to be free.</summary>
    public void Keep(string name) => Keep(name, name);

    /// <summary>A list of whole numbers.</summary>
    public string Int64s(params long[] values) => Once(
        ("numbers", string.Join(' ', values)), () => Store("numbers", HostTensor.Of(values, values.Length)));

    /// <summary>A whole number without dimensions.</summary>
    public string Int64(long value) => Once(("number", value), () => Store("number", HostTensor.Of([value])));

    /// <summary>Adds an output that a branch hands on.</summary>
    public void Output(string name, ElementType type) => Graph.Output.Add(ValueInfoCodec.EncodeWithoutShape(name, type));

    private void Keep(string name, string own)
    {
        var tensor = source.Stored(name).Clone();
        tensor.Name = own;
        Graph.Initializer.Add(tensor);
    }

    private string Store(string wish, HostTensor tensor)
    {
        string name = Unique(wish);
        Graph.Initializer.Add(TensorCodec.Encode(name, tensor));
        return name;
    }
}
