namespace Ponder.Graph;

/// <summary>Multiply-adds of single samples, counted from what their gates decided: exits, paths, images and positions that halted.</summary>
/// <remarks>Layers behind a gate by position count the positions at which they are asked, see <see cref="PositionAnalysis"/>: what the engine computes.</remarks>
public sealed class SampleCosts
{
    private readonly bool[] _outcome;

    /// <summary>Prepares for a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="outputs">Tensors that are asked for every sample; null for the graph's outputs.</param>
    public SampleCosts(GatedGraph graph, IReadOnlyList<string>? outputs = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var analysis = DemandAnalysis.Of(graph, outputs, positions: true);
        var positions = PositionAnalysis.Of(graph, outputs ?? graph.Outputs, new HashSet<string>());
        Gates = analysis.Gates;
        Conditions = [.. Gates.Select(gate => gate.Condition)];
        Parts =
        [
            .. from segment in analysis.Segments
               where segment.Macs > 0
               from node in segment.Nodes
               let macs = NodeCost.Macs(graph, node)
               where macs > 0
               group macs by (segment.Demand, Positions: node.OpType == "Conv" ? positions.Of(node.Output) : null) into part
               select new CostPart(part.Key.Demand, part.Key.Positions, part.Sum()),
        ];
        _outcome = new bool[Gates.Count];
    }

    /// <summary>All gates of the graph in decision order.</summary>
    public IReadOnlyList<Gate> Gates { get; }

    /// <summary>The conditions that an executor must be asked for.</summary>
    public IReadOnlyList<string> Conditions { get; }

    /// <summary>What samples may spend: each sample the sum over the parts that it asks.</summary>
    public IReadOnlyList<CostPart> Parts { get; }

    /// <summary>Counts one sample.</summary>
    /// <param name="conditions">The conditions of a batch, by name.</param>
    /// <param name="row">The sample's place in the batch, 0-based.</param>
    public long Of(IReadOnlyDictionary<string, HostTensor> conditions, int row)
    {
        for (int g = 0; g < _outcome.Length; g++)
            _outcome[g] = Map(conditions[Conditions[g]], row).Contains(true);
        long macs = 0;
        foreach (var part in Parts)
        {
            if (part.Demand.Holds(_outcome))
                macs += part.Positions is { } positions ? AtPositions(part.Macs, positions, conditions[positions.Condition], row) : part.Macs;
        }

        return macs;
    }

    private static long AtPositions(long everywhere, PositionDemand positions, HostTensor condition, int row)
    {
        int height = condition.Shape[2], width = condition.Shape[3];
        return everywhere / (height * width) * Count(Map(condition, row), height, width, positions.Radius);
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
