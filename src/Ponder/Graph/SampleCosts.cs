namespace Ponder.Graph;

/// <summary>Multiply-adds of single samples, counted from what their gates decided: exits, paths, images and positions that halted.</summary>
/// <remarks>Layers behind a gate by position count the positions at which they are asked, see <see cref="PositionAnalysis"/>: what the engine computes.</remarks>
public sealed class SampleCosts
{
    private readonly DemandAnalysis _analysis;
    private readonly PositionAnalysis _positions;
    private readonly bool[] _outcome;

    /// <summary>Prepares for a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="outputs">Tensors that are asked for every sample; null for the graph's outputs.</param>
    public SampleCosts(GatedGraph graph, IReadOnlyList<string>? outputs = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        _analysis = DemandAnalysis.Of(graph, outputs, positions: true);
        _positions = PositionAnalysis.Of(graph, outputs ?? graph.Outputs, new HashSet<string>());
        _outcome = new bool[_analysis.Gates.Count];
    }

    /// <summary>The conditions that an executor must be asked for.</summary>
    public IReadOnlyList<string> Conditions => [.. _analysis.Gates.Select(gate => gate.Condition)];

    /// <summary>Counts one sample.</summary>
    /// <param name="conditions">The conditions of a batch, by name.</param>
    /// <param name="row">The sample's place in the batch, 0-based.</param>
    public long Of(IReadOnlyDictionary<string, HostTensor> conditions, int row)
    {
        for (int g = 0; g < _outcome.Length; g++)
            _outcome[g] = Map(conditions[_analysis.Gates[g].Condition], row).Contains(true);
        long macs = 0;
        var counted = new Dictionary<PositionDemand, long>();
        foreach (var segment in _analysis.Segments)
        {
            if (segment.Macs > 0 && segment.Demand.Holds(_outcome))
                macs += segment.Nodes.Sum(node => OfNode(node, conditions, row, counted));
        }

        return macs;
    }

    private long OfNode(GraphNode node, IReadOnlyDictionary<string, HostTensor> conditions, int row, Dictionary<PositionDemand, long> counted)
    {
        long everywhere = NodeCost.Macs(_analysis.Graph, node);
        if (everywhere == 0 || node.OpType != "Conv" || _positions.Of(node.Output) is not { } demand)
            return everywhere;
        var condition = conditions[demand.Condition];
        if (!counted.TryGetValue(demand, out long positions))
            counted[demand] = positions = Count(Map(condition, row), condition.Shape[2], condition.Shape[3], demand.Radius);
        return everywhere / (condition.Shape[2] * condition.Shape[3]) * positions;
    }

    private static ReadOnlySpan<bool> Map(HostTensor condition, int row)
    {
        int length = condition.Length / condition.Shape[0];
        return condition.Booleans.Slice(row * length, length);
    }

    // Positions with an open one at most so far away, diagonals included.
    private static long Count(ReadOnlySpan<bool> map, int height, int width, int radius)
    {
        long count = 0;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bool isNear = false;
                for (int row = Math.Max(0, y - radius); row <= Math.Min(height - 1, y + radius) && !isNear; row++)
                {
                    int first = Math.Max(0, x - radius), end = Math.Min(width, x + radius + 1);
                    isNear = map[((row * width) + first)..((row * width) + end)].Contains(true);
                }

                count += isNear ? 1 : 0;
            }
        }

        return count;
    }
}
