namespace Ponder.Graph;

/// <summary>Finds for every operator the outcomes of the gates that need it, and cuts the graph into segments.</summary>
/// <remarks>
/// Walks from the outputs to the inputs. <c>Where(g, a, b)</c> asks for a where g holds and for b where it does not, and
/// for g wherever it is asked itself; every other operator passes its own demand on; a tensor's demand is the union over
/// its readers. A position gate is plain arithmetic, or, where the caller wants it, holds for a sample if it is open at any of its
/// positions: what it accepts is asked then, what it refuses always. <see cref="PositionAnalysis"/> says where.
/// </remarks>
public sealed class DemandAnalysis
{
    private const int MostGates = 1000; // formulas are walked by recursion as deep as there are gates

    private readonly Dictionary<string, Demand> _tensors = [];
    private readonly DemandAlgebra _algebra;
    private readonly Dictionary<string, int> _gates;

    private DemandAnalysis(GatedGraph graph, IReadOnlyList<string> outputs, IReadOnlySet<string> fed, bool positions)
    {
        Graph = graph;
        Gates = GateFinder.Find(graph);
        if (Gates.Count > MostGates)
            throw new ModelFormatException(graph.Source, $"expected at most {MostGates} gates, got {Gates.Count}");
        _algebra = new DemandAlgebra(graph.Source);
        _gates = Gates.Where(gate => positions || gate.Kind == GateKind.Sample).ToDictionary(gate => gate.Condition, gate => gate.Index);
        var asked = outputs.Distinct().ToDictionary(output => output, _ => _algebra.Always);
        (string Tensor, Demand Demand)? blocked;
        do
        {
            Walk(asked, fed);
            Segments = Cut(fed, out blocked);
            if (blocked is { } operation)
                (asked[operation.Tensor], IsExact) = (operation.Demand, false);
        }
        while (blocked is not null);
    }

    /// <summary>The graph that was analysed.</summary>
    public GatedGraph Graph { get; }

    /// <summary>All gates of the graph in decision order.</summary>
    public IReadOnlyList<Gate> Gates { get; }

    /// <summary>Whether every operator runs for exactly the samples that need it.</summary>
    /// <remarks>
    /// Not so where two gates wait for each other: g1 is only asked once g2 is known in one part of the graph, and the
    /// other way round in another. No order of segments fits, so one of them is asked more often than needed.
    /// </remarks>
    public bool IsExact { get; } = true;

    /// <summary>The operators that run, in running order.</summary>
    public IReadOnlyList<Segment> Segments { get; }

    internal DemandAlgebra Algebra => _algebra;

    /// <summary>Analyses what some outputs need.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="outputs">Tensors that are asked for every sample; null for the graph's outputs.</param>
    /// <param name="fed">Inner tensors that the caller feeds, so nothing before them is needed; null for none.</param>
    /// <param name="positions">Whether position gates divide demand, too.</param>
    /// <exception cref="ArgumentException">A tensor is not in the graph.</exception>
    /// <exception cref="ModelFormatException">The graph has more gates, or more entangled ones, than can be analysed; or unknown shapes.</exception>
    public static DemandAnalysis Of(
        GatedGraph graph, IReadOnlyList<string>? outputs = null, IReadOnlySet<string>? fed = null, bool positions = false)
    {
        ArgumentNullException.ThrowIfNull(graph);
        outputs ??= graph.Outputs;
        fed ??= new HashSet<string>();
        return outputs.Concat(fed).FirstOrDefault(tensor => !graph.Contains(tensor)) is { } unknown
            ? throw new ArgumentException($"tensor '{unknown}' is not in {graph.Source}")
            : new DemandAnalysis(graph, outputs, fed, positions);
    }

    /// <summary>For which outcomes a tensor is needed.</summary>
    public Demand Of(string tensor) => _tensors.GetValueOrDefault(tensor, _algebra.Never);

    /// <summary>The gate by which an operator chooses between its sides, sample by sample; null for any other operator.</summary>
    public int? GateOf(GraphNode node) =>
        GateFinder.KindOf(Graph, node) is not null && _gates.TryGetValue(GateFinder.ConditionOf(Graph, node), out int gate) ? gate : null;

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

    private void Walk(IReadOnlyDictionary<string, Demand> asked, IReadOnlySet<string> fed)
    {
        _tensors.Clear();
        foreach (var (tensor, demand) in asked)
            _tensors[tensor] = demand;
        foreach (var node in Graph.Nodes.Reverse())
        {
            var demand = DemandOf(node, fed);
            if (demand.IsNever)
                continue;
            if (GateOf(node) is { } gate)
            {
                Ask(node.Inputs[0], demand);
                Ask(node.Inputs[1], _algebra.And(demand, _algebra.Literal(gate, holds: true)));
                Ask(node.Inputs[2], Gates[gate].Kind == GateKind.Position ? demand : _algebra.And(demand, _algebra.Literal(gate, holds: false)));
                continue;
            }

            foreach (string input in node.Inputs.Where(input => input.Length > 0))
                Ask(input, demand);
        }
    }

    private void Ask(string tensor, Demand demand) => _tensors[tensor] = _algebra.Or(Of(tensor), demand);

    /// <summary>Cuts the graph into segments; where no order fits, says which operator has to be asked more often.</summary>
    private List<Segment> Cut(IReadOnlySet<string> fed, out (string Tensor, Demand Demand)? blocked)
    {
        var waiting = Graph.Nodes.Where(node => !DemandOf(node, fed).IsNever).ToList();
        var missing = waiting.SelectMany(node => node.Outputs).Where(output => IsMade(output, fed)).ToHashSet();
        var segments = new List<Segment>();
        while (waiting.Count > 0)
        {
            var nodes = TakeSegment(waiting, missing, fed);
            if (nodes.Count == 0)
            {
                var first = waiting[0]; // nothing that waits makes what it reads: only gates hold it up
                var unknown = Gates.Where(gate => missing.Contains(gate.Condition)).Select(gate => gate.Index).ToHashSet();
                blocked = (first.Outputs.First(output => IsMade(output, fed)), _algebra.Without(DemandOf(first, fed), unknown));
                return segments;
            }

            segments.Add(new Segment(segments.Count, DemandOf(nodes[0], fed), nodes, nodes.Sum(node => NodeCost.Macs(Graph, node))));
        }

        blocked = null;
        return segments;
    }

    // The first operator that can run gives the demand; all others of the same demand that can run then join it.
    private List<GraphNode> TakeSegment(List<GraphNode> waiting, HashSet<string> missing, IReadOnlySet<string> fed)
    {
        Demand? demand = null;
        var taken = new List<GraphNode>();
        waiting.RemoveAll(node =>
        {
            var own = DemandOf(node, fed);
            if ((demand is not null && own != demand) || node.Inputs.Any(missing.Contains)
                || own.Gates().Any(gate => missing.Contains(Gates[gate].Condition)))
            {
                return false;
            }

            demand = own;
            taken.Add(node);
            missing.ExceptWith(node.Outputs);
            return true;
        });
        return taken;
    }

    private Demand DemandOf(GraphNode node, IReadOnlySet<string> fed) => node.Outputs
        .Where(output => IsMade(output, fed)).Select(Of).Aggregate(_algebra.Never, _algebra.Or);

    private static bool IsMade(string output, IReadOnlySet<string> fed) => output.Length > 0 && !fed.Contains(output);
}
