namespace Ponder.Graph;

/// <summary>What a Clip node brings its input into: first raised to the least, then lowered to the most.</summary>
/// <param name="Least">Lower bound; minus infinity for none.</param>
/// <param name="Most">Upper bound; infinity for none.</param>
public sealed record ClipBounds(float Least, float Most)
{
    /// <summary>Reads a Clip node of a graph; null when a bound is computed.</summary>
    public static ClipBounds? Of(GatedGraph graph, GraphNode node) => Of((IConstantSource)graph, node);

    /// <summary>Reads a Clip node: attributes up to opset 10, inputs from 11 on.</summary>
    internal static ClipBounds? Of(IConstantSource graph, GraphNode node) =>
        Bound(graph, node, 1, "min", float.NegativeInfinity) is { } least && Bound(graph, node, 2, "max", float.PositiveInfinity) is { } most
            ? new ClipBounds(least, most)
            : null;

    private static float? Bound(IConstantSource graph, GraphNode node, int input, string attribute, float none)
    {
        if (!node.HasInput(input))
            return node.GetFloat(attribute, none);
        return graph.IsConstant(node.Inputs[input]) && graph.Constant(node.Inputs[input]) is { ElementType: ElementType.Float32, Length: 1 } bound
            ? bound.Floats[0]
            : null;
    }
}
