namespace Ponder.Graph;

/// <summary>Finds for every operator the outcomes of the gates that need it, and cuts the graph into segments.</summary>
/// <remarks>
/// Walks from the outputs to the inputs. <c>Where(g, a, b)</c> asks for a where g holds and for b where it does not, and
/// for g wherever it is asked itself; every other operator passes its own demand on; a tensor's demand is the union over
/// its readers. Only sample gates divide demand yet: a position gate is computed as plain arithmetic, with the same answers.
/// </remarks>
public sealed class DemandAnalysis
{
    private readonly Dictionary<string, Demand> _tensors = [];
    private readonly DemandAlgebra _algebra = new();

    private DemandAnalysis(GatedGraph graph, IReadOnlyList<string> outputs, IReadOnlySet<string> fed)
    {
        Graph = graph;
        Gates = GateFinder.Find(graph);
        Walk(outputs, fed);
        Segments = Cut(fed);
    }

    /// <summary>The graph that was analysed.</summary>
    public GatedGraph Graph { get; }

    /// <summary>All gates of the graph in decision order.</summary>
    public IReadOnlyList<Gate> Gates { get; }

    /// <summary>The operators that run, in running order.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    /// <summary>Analyses what some outputs need.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="outputs">Tensors that are asked for every sample; null for the graph's outputs.</param>
    /// <param name="fed">Inner tensors that the caller feeds, so nothing before them is needed; null for none.</param>
    public static DemandAnalysis Of(
        GatedGraph graph, IReadOnlyList<string>? outputs = null, IReadOnlySet<string>? fed = null) =>
        new(graph, outputs ?? graph.Outputs, fed ?? new HashSet<string>());

    /// <summary>For which outcomes a tensor is needed.</summary>
    public Demand Of(string tensor) => _tensors.GetValueOrDefault(tensor, _algebra.Never);

    /// <summary>Multiply-adds of one sample for an outcome of all gates.</summary>
    /// <param name="gates">One value per gate, in decision order.</param>
    public long Macs(ReadOnlySpan<bool> gates)
    {
        long macs = 0;
        foreach (var segment in Segments)
        {
            if (segment.Demand.Holds(gates))
                macs += segment.Macs;
        }

        return macs;
    }

    private void Walk(IReadOnlyList<string> outputs, IReadOnlySet<string> fed)
    {
        var gates = Gates.Where(gate => gate.Kind == GateKind.Sample).ToDictionary(gate => gate.Condition, gate => gate.Index);
        foreach (string output in outputs)
            _tensors[output] = _algebra.Always;
        foreach (var node in Graph.Nodes.Reverse())
        {
            var demand = node.Outputs.Select(Of).Aggregate(_algebra.Never, _algebra.Or);
            if (demand.IsNever || node.Outputs.All(fed.Contains))
                continue;
            if (GateFinder.KindOf(Graph, node) == GateKind.Sample && gates.TryGetValue(node.Inputs[0], out int gate))
            {
                Ask(node.Inputs[0], demand);
                Ask(node.Inputs[1], _algebra.And(demand, _algebra.Literal(gate, holds: true)));
                Ask(node.Inputs[2], _algebra.And(demand, _algebra.Literal(gate, holds: false)));
                continue;
            }

            foreach (string input in node.Inputs)
                Ask(input, demand);
        }
    }

    private void Ask(string tensor, Demand demand) => _tensors[tensor] = _algebra.Or(Of(tensor), demand);

    private List<Segment> Cut(IReadOnlySet<string> fed)
    {
        var gates = Gates.ToDictionary(gate => gate.Index, gate => gate.Condition);
        var waiting = Graph.Nodes.Where(node => !DemandOf(node).IsNever && !node.Outputs.All(fed.Contains)).ToList();
        var missing = waiting.SelectMany(node => node.Outputs).ToHashSet();
        var segments = new List<Segment>();
        while (waiting.Count > 0)
        {
            // The first node that can run gives the demand; all others of the same demand that can run join it.
            Demand? demand = null;
            var nodes = new List<GraphNode>();
            for (int i = 0; i < waiting.Count;)
            {
                var node = waiting[i];
                var own = DemandOf(node);
                bool canRun = (demand is null || own == demand) && !node.Inputs.Any(missing.Contains)
                    && !own.Gates().Any(gate => missing.Contains(gates[gate]));
                if (!canRun)
                {
                    i++;
                    continue;
                }

                demand = own;
                nodes.Add(node);
                missing.ExceptWith(node.Outputs);
                waiting.RemoveAt(i);
            }

            segments.Add(new Segment(segments.Count, demand!, nodes, nodes.Sum(node => NodeCost.Macs(Graph, node))));
        }

        return segments;
    }

    private Demand DemandOf(GraphNode node) => node.Outputs.Select(Of).Aggregate(_algebra.Never, _algebra.Or);
}
