namespace Ponder.Graph;

/// <summary>Multiply-adds of one sample, each counted once. Convolutions and matrix products only, as is usual.</summary>
internal static class NodeCost
{
    public static long Macs(GatedGraph graph, GraphNode node)
    {
        switch (node.OpType)
        {
            case "Conv" when node.HasInput(1):
                var weights = graph.Tensor(node.Inputs[1]).Shape; // [O, I / group, kh, kw]
                var output = graph.Tensor(node.Output).Shape; // [N, O, H, W]
                return (long)output[2] * output[3] * weights.SampleLength;
            case "Gemm" or "MatMul" when node.HasInput(1):
                return graph.Tensor(node.Inputs[1]).Shape.SampleLength;
            default:
                return 0;
        }
    }
}
