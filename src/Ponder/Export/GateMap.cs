using Ponder.Graph;

namespace Ponder.Export;

/// <summary>What an export must know of a graph: which samples each tensor is there for, and which operators bring sides of a choice together.</summary>
internal sealed class GateMap
{
    private readonly Dictionary<string, Demand> _homes = [];
    private readonly Dictionary<string, int> _gates;
    private readonly HashSet<int> _deciding;
    private readonly DemandAlgebra _algebra;

    public GateMap(GatedGraph graph)
    {
        Graph = graph;
        Analysis = DemandAnalysis.Of(graph);
        _algebra = Analysis.Algebra;
        _gates = Analysis.Gates.Where(gate => gate.Kind == GateKind.Sample).ToDictionary(gate => gate.Condition, gate => gate.Index);
        _deciding = Analysis.Segments.SelectMany(segment => segment.Demand.Gates()).ToHashSet();
        foreach (var segment in Analysis.Segments)
        {
            foreach (string output in segment.Nodes.SelectMany(node => node.Outputs))
                _homes[output] = segment.Demand;
        }
    }

    public GatedGraph Graph { get; }

    public DemandAnalysis Analysis { get; }

    public string Condition(int gate) => Analysis.Gates[gate].Condition;

    /// <summary>The samples that a tensor is computed for; all for inputs and constants.</summary>
    public Demand Home(string tensor) => _homes.GetValueOrDefault(tensor, _algebra.Always);

    /// <summary>Whether a tensor has an element for each sample, so that it must be gathered.</summary>
    public bool HasSamples(string tensor) => !Graph.IsConstant(tensor) && Graph.Tensor(tensor).Shape.HasBatch;

    /// <summary>Whether a tensor is there for all samples of a demand.</summary>
    public bool IsThere(string tensor, Demand demand) => _algebra.And(demand, Home(tensor)) == demand;

    /// <summary>The gate of an operator that chooses between two sides by sample, or null.</summary>
    public int? ChoiceOf(GraphNode node) => Analysis.GateOf(node);

    /// <summary>The gate whose condition a tensor is, if a segment asks it.</summary>
    public int? DecidingGateOf(string tensor) => _gates.TryGetValue(tensor, out int gate) && _deciding.Contains(gate) ? gate : null;

    /// <summary>The part of a demand where a gate has an outcome.</summary>
    public Demand Where(Demand demand, int gate, bool holds) => _algebra.And(demand, _algebra.Literal(gate, holds));
}
