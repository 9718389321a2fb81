namespace Ponder.Graph;

/// <summary>How much a Pad node adds in front of and behind every axis, and of which value.</summary>
/// <param name="Before">Elements in front, by axis.</param>
/// <param name="After">Elements behind, by axis.</param>
/// <param name="Value">What is added.</param>
public sealed record PadGeometry(IReadOnlyList<int> Before, IReadOnlyList<int> After, float Value)
{
    /// <summary>Reads a Pad node of a graph; null when shape inference refused it.</summary>
    public static PadGeometry? Of(GatedGraph graph, GraphNode node) => Of(graph, node, graph.Tensor(node.Inputs[0]).Shape);

    /// <summary>Reads a Pad node, opset 11 to 21; null when it pads the batch, cuts, mirrors, or its numbers are no constants.</summary>
    internal static PadGeometry? Of(IConstantSource graph, GraphNode node, TensorShape input)
    {
        if (node.GetString("mode", "constant") != "constant" || !node.HasInput(1) || node.HasInput(3) || !graph.IsConstant(node.Inputs[1])
            || graph.Constant(node.Inputs[1]) is not { ElementType: ElementType.Int64 } pads || pads.Length != 2 * input.Rank)
        {
            return null;
        }

        float value = 0;
        if (node.HasInput(2))
        {
            if (!graph.IsConstant(node.Inputs[2]) || graph.Constant(node.Inputs[2]) is not { ElementType: ElementType.Float32, Length: 1 } given)
                return null;
            value = given.Floats[0];
        }

        int[] before = new int[input.Rank], after = new int[input.Rank];
        for (int axis = 0; axis < input.Rank; axis++)
        {
            (long front, long back) = (pads.Int64s[axis], pads.Int64s[axis + input.Rank]);
            const int Largest = 1 << 15;
            if (front is < 0 or > Largest || back is < 0 or > Largest || (input.Dimensions[axis] == TensorShape.Batch && front + back > 0))
                return null;
            (before[axis], after[axis]) = ((int)front, (int)back);
        }

        return new PadGeometry(before, after, value);
    }
}
