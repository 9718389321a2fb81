using Ponder.Graph;

namespace Ponder.Inference.Steps;

/// <summary>The axes of a reduction: an attribute, or since opset 13 a constant input.</summary>
internal static class ShapeAxes
{
    public static int[] Of(GatedGraph graph, GraphNode node) => node.HasInput(1)
        ? [.. graph.Constant(node.Inputs[1]).Int64s.ToArray().Select(axis => (int)axis)]
        : node.GetInts("axes");
}
