using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>Starts the layers of heads from those of the trunk behind them: a head is then the trunk with most layers left out.</summary>
/// <remarks>
/// Networks of residual blocks still work when blocks are left out (Veit et al. 2016, arXiv:1605.06431), so that a head which starts
/// this way has less to learn than one from random weights.
/// </remarks>
public static class TrunkStart
{
    private static readonly string[] LayersWithWeights = ["Conv", "Gemm", "BatchNormalization"];

    /// <summary>
    /// Each layer of a head takes the weights of the next layer of the trunk that has the same type, shape and stride, in order.
    /// Layers for which there is none stay as they are.
    /// </summary>
    /// <param name="graph">A network with exits; its heads' weights change.</param>
    /// <returns>How many layers took weights.</returns>
    /// <exception cref="ArgumentException">The graph has no plan.</exception>
    public static int Copy(GatedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var plan = graph.Plan ?? throw new ArgumentException($"{graph.Source}: expected a plan, got none", nameof(graph));
        var trunk = Layers(graph, GraphCutter.Extract(graph, [plan.TrunkLogits]).Nodes);
        var names = trunk.Select(layer => layer.Name).ToHashSet();
        int taken = 0;
        foreach (var exit in plan.EarlyExits)
        {
            int next = 0;
            foreach (var layer in Layers(graph, GraphCutter.Extract(graph, [exit.Logits]).Nodes).Where(layer => !names.Contains(layer.Name)))
            {
                int found = trunk.FindIndex(next, candidate => IsSame(graph, layer, candidate));
                if (found < 0)
                    continue;
                foreach (var (to, from) in Weights(graph, layer).Zip(Weights(graph, trunk[found])))
                    graph.SetConstant(to, graph.Constant(from));
                next = found + 1;
                taken++;
            }
        }

        return taken;
    }

    private static List<GraphNode> Layers(GatedGraph graph, IEnumerable<GraphNode> nodes) =>
        [.. nodes.Where(node => LayersWithWeights.Contains(node.OpType) && Weights(graph, node).Any())];

    private static IEnumerable<string> Weights(GatedGraph graph, GraphNode node) => node.Inputs.Skip(1).Where(graph.IsConstant);

    private static bool IsSame(GatedGraph graph, GraphNode left, GraphNode right) =>
        left.OpType == right.OpType
        && Weights(graph, left).Select(name => graph.Tensor(name).Shape).SequenceEqual(Weights(graph, right).Select(name => graph.Tensor(name).Shape))
        && left.GetInts("strides", 1, 1).SequenceEqual(right.GetInts("strides", 1, 1))
        && left.GetInt("transB", 0) == right.GetInt("transB", 0);
}
