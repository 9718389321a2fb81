namespace Ponder.Graph.Shapes;

/// <summary>Works out the little integer arithmetic on shapes that exporters write in front of a Reshape, with the batch as a symbol.</summary>
/// <param name="graph">The graph whose nodes are visited in order.</param>
/// <param name="tensors">Types and shapes found so far.</param>
internal sealed class ShapeFolding(GatedGraph graph, IReadOnlyDictionary<string, TensorInfo> tensors)
{
    private const int MostValues = 1024; // no shape is longer; joined to itself again and again, a list would fill the memory
    private const long Batch = long.MinValue; // no shape holds it

    private readonly Dictionary<string, Integers> _known = [];

    /// <summary>Whether a tensor holds the batch size, which only a Reshape and a Resize may read, as sizes.</summary>
    public bool HoldsBatch(string name) => _known.TryGetValue(name, out var integers) && integers.Values.Contains(Batch);

    /// <summary>
    /// The value of a node's output, if it can be worked out. A batch size in front counts as 0, which tells a Reshape to copy it;
    /// anywhere else there is no value.
    /// </summary>
    public HostTensor? Fold(GraphNode node)
    {
        if (node.Domain is not ("" or "ai.onnx") || graph.Outputs.Contains(node.Output) || Find(node) is not { } found)
            return null;
        if (found.Values.Length > MostValues)
            return null;
        _known[node.Output] = found;
        if (found.Values.Skip(1).Contains(Batch))
            return null;
        long[] values = Array.ConvertAll(found.Values, value => value == Batch ? 0 : value);
        return found.IsScalar ? HostTensor.Of(values) : HostTensor.Of(values, values.Length);
    }

    private Integers? Find(GraphNode node) => node.OpType switch
    {
        "Constant" when node.HasAttribute("value_int") => new Integers([node.GetInt("value_int", 0)], IsScalar: true),
        "Constant" when node.HasAttribute("value_ints") => new Integers([.. node.GetInts("value_ints")], IsScalar: false),
        "Shape" => ShapeOf(node),
        "Gather" => Value(node, 0) is { IsScalar: false } from && Value(node, 1) is { } index && node.GetInt("axis", 0) == 0 ? Gather(from, index) : null,
        "Concat" => Concat(node),
        "Unsqueeze" => Value(node, 0) is { IsScalar: true } scalar ? scalar with { IsScalar = false } : null,
        "Squeeze" => Value(node, 0) is { IsScalar: false, Values.Length: 1 } one ? one with { IsScalar = true } : null,
        "Slice" => Slice(node),
        "Cast" when (ElementType)node.GetInt("to", 0) is ElementType.Int64 or ElementType.Int32 => Value(node, 0),
        "Add" => Combine(node, (a, b) => a + b),
        "Sub" => Combine(node, (a, b) => a - b),
        "Mul" => Combine(node, (a, b) => a * b),
        "Div" => Combine(node, (a, b) => b == 0 ? null : a / b),
        _ => null,
    };

    private Integers? Value(GraphNode node, int input)
    {
        if (!node.HasInput(input))
            return null;
        if (_known.TryGetValue(node.Inputs[input], out var known))
            return known;
        return graph.IsConstant(node.Inputs[input])
            && graph.Constant(node.Inputs[input]) is { ElementType: ElementType.Int64, Shape.Count: 0 or 1 } constant
                ? new Integers(constant.Int64s.ToArray(), constant.Shape.Count == 0)
                : null;
    }

    private Integers? ShapeOf(GraphNode node)
    {
        if (!node.HasInput(0) || !tensors.TryGetValue(node.Inputs[0], out var info))
            return null;
        long[] sizes = [.. info.Shape.Dimensions.Select(size => size == TensorShape.Batch ? Batch : size)];
        return new Integers(Part(sizes, node.GetInt("start", 0), node.GetInt("end", int.MaxValue)), IsScalar: false);
    }

    private static Integers? Gather(Integers from, Integers index)
    {
        int length = from.Values.Length;
        return index.Values.All(i => i >= -length && i < length)
            ? index with { Values = Array.ConvertAll(index.Values, i => from.Values[i < 0 ? i + length : i]) }
            : null;
    }

    private Integers? Concat(GraphNode node)
    {
        Integers?[] parts = [.. Enumerable.Range(0, node.Inputs.Count).Select(input => Value(node, input))];
        return parts.All(part => part is { IsScalar: false }) ? new Integers([.. parts.SelectMany(part => part!.Values)], IsScalar: false) : null;
    }

    private Integers? Slice(GraphNode node)
    {
        bool isAlongShape = !node.HasInput(3) || Value(node, 3) is { Values: [0] };
        bool isStepOne = !node.HasInput(4) || Value(node, 4) is { Values: [1] };
        return isAlongShape && isStepOne && Value(node, 0) is { IsScalar: false } from
            && Value(node, 1) is { Values: [var start] } && Value(node, 2) is { Values: [var end] }
                ? new Integers(Part(from.Values, start, end), IsScalar: false)
                : null;
    }

    private Integers? Combine(GraphNode node, Func<long, long, long?> function)
    {
        if (Value(node, 0) is not { Values: [var a] } left || Value(node, 1) is not { Values: [var b] } right || a == Batch || b == Batch)
            return null;
        return function(a, b) is { } result ? new Integers([result], left.IsScalar && right.IsScalar) : null;
    }

    private static long[] Part(long[] values, long start, long end)
    {
        long length = values.Length;
        start = Math.Clamp(start < 0 ? start + length : start, 0, length);
        end = Math.Clamp(end < 0 ? end + length : end, start, length);
        return values[(int)start..(int)end];
    }

    private sealed record Integers(long[] Values, bool IsScalar);
}
