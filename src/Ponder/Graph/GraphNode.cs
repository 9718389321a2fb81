using Ponder.Graph.Onnx;
using AttributeType = Ponder.Graph.Onnx.AttributeProto.Types.AttributeType;

namespace Ponder.Graph;

/// <summary>One operator of a graph: a typed view on its ONNX node.</summary>
public sealed class GraphNode
{
    internal GraphNode(NodeProto proto) => Proto = proto;

    internal NodeProto Proto { get; }

    /// <summary>The node's name, or its first output's when it has none.</summary>
    public string Name => Proto.Name.Length > 0 ? Proto.Name : Output;

    /// <summary>The operator, e.g. <c>Conv</c>.</summary>
    public string OpType => Proto.OpType;

    /// <summary>The operator's domain; empty for the standard operators.</summary>
    public string Domain => Proto.Domain;

    /// <summary>Names of the tensors read; an empty name is an optional input that is left out.</summary>
    public IReadOnlyList<string> Inputs => Proto.Input;

    /// <summary>Names of the tensors made.</summary>
    public IReadOnlyList<string> Outputs => Proto.Output;

    /// <summary>The first output; empty when a malformed node has none.</summary>
    public string Output => Proto.Output.Count > 0 ? Proto.Output[0] : "";

    /// <summary>Whether the optional input at an index is there.</summary>
    public bool HasInput(int index) => index < Proto.Input.Count && Proto.Input[index].Length > 0;

    /// <summary>Whether the attribute is written out.</summary>
    public bool HasAttribute(string name) => Find(name) is not null;

    /// <summary>An integer attribute, or its default; a value beyond 32 bits becomes the nearest that fits.</summary>
    public int GetInt(string name, int defaultValue) => Find(name, AttributeType.Int) is { } found ? Clamp(found.I) : defaultValue;

    /// <summary>A float attribute, or its default.</summary>
    public float GetFloat(string name, float defaultValue) => Find(name, AttributeType.Float)?.F ?? defaultValue;

    /// <summary>A string attribute, or its default.</summary>
    public string GetString(string name, string defaultValue) => Find(name, AttributeType.String)?.S.ToStringUtf8() ?? defaultValue;

    /// <summary>A list of integers, or its default.</summary>
    public int[] GetInts(string name, params int[] defaultValue) =>
        Find(name, AttributeType.Ints) is { } found ? [.. found.Ints.Select(Clamp)] : defaultValue;

    /// <inheritdoc/>
    public override string ToString() => $"{OpType} '{Name}'";

    internal TensorProto? GetTensor(string name) => Find(name, AttributeType.Tensor)?.T;

    // A number too large to mean anything stays too large: the shape rules refuse it with a message.
    private static int Clamp(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);

    // Files older than the field have no type.
    private AttributeProto? Find(string name, AttributeType expected) => Find(name) is { } found && found.Type != expected && found.Type != AttributeType.Undefined
        ? throw new ModelFormatException(Name, $"node '{Name}' ({OpType}): attribute '{name}': expected {expected}, got {found.Type}")
        : Find(name);

    private AttributeProto? Find(string name)
    {
        foreach (var attribute in Proto.Attribute)
        {
            if (attribute.Name == name)
                return attribute;
        }

        return null;
    }
}
