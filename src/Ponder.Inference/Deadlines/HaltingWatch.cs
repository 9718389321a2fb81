using Ponder.Graph;
using Ponder.Halting;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Deadlines;

/// <summary>Stands before the units of a network that halts, and has everything halt where one more unit would come too late.</summary>
/// <remarks>
/// A unit goes on where a sum of scores lies below a limit, or, with masks, a logit above one. The limit is set before the segment that compares with it, so that halting by the clock is halting like any other:
/// the remainder goes to the unit that was last. Later blocks ask the clock anew, and always run their first unit.
/// </remarks>
internal sealed class HaltingWatch : RunWatch
{
    private const int NoDecision = -1;

    private readonly int[] _decisionOfSegment;
    private readonly TensorLayout[] _limits;
    private readonly float _open;

    private HaltingWatch(CompiledGraph graph, IReadOnlyList<(int Segment, TensorLayout Limit)> decisions, float open)
        : base(decisions.Count, graph.ChunkSize)
    {
        _decisionOfSegment = new int[graph.Segments.Length];
        Array.Fill(_decisionOfSegment, NoDecision);
        for (int d = 0; d < decisions.Count; d++)
            _decisionOfSegment[decisions[d].Segment] = d;
        (_limits, _open) = ([.. decisions.Select(decision => decision.Limit)], open);
    }

    /// <summary>Finds where units are decided.</summary>
    /// <param name="graph">A model with blocks that halt.</param>
    /// <param name="compiled">The model as it runs.</param>
    /// <returns>The watch; null where a gate is no comparison with a limit, as of a file that somebody else made.</returns>
    public static HaltingWatch? Of(GatedGraph graph, CompiledGraph compiled)
    {
        var decisions = new List<(int Segment, TensorLayout Limit)>();
        foreach (var gate in DemandAnalysis.Of(graph).Gates)
        {
            string? limit = graph.Producer(gate.Condition) is { OpType: "Less" or "GreaterOrEqual", Inputs: [_, var second] } ? second : null;
            int segment = compiled.GateSegments[gate.Index];
            if (segment < 0 || compiled.Layouts.FirstOrDefault(layout => layout.Info.Name == limit) is not { Constant: { Length: 1, ElementType: ElementType.Float32 } } found)
                return null;
            decisions.Add((segment, found));
        }

        bool isMask = graph.Plan is { Halting.Kind: HaltingKind.Mask };
        return decisions.Select(decision => decision.Segment).Distinct().Count() == decisions.Count
            ? new HaltingWatch(compiled, decisions, isMask ? float.NegativeInfinity : float.PositiveInfinity)
            : null;
    }

    public override void Before(int segment, Workspace workspace, ReadOnlySpan<int> samples)
    {
        int decision = _decisionOfSegment[segment];
        if (decision < 0)
            return;
        if (Decide(decision, out bool isLate) is { } goesOn)
            Limit(workspace, decision) = goesOn ? _open : -_open;
        for (int i = 0; isLate && i < samples.Length; i++)
            Cut(samples[i]);
    }

    // A run without a watch finds the limits as they were.
    public override void After(int segment, Workspace workspace, int count)
    {
        if (_decisionOfSegment[segment] is var decision and >= 0)
            Limit(workspace, decision) = _limits[decision].Constant!.Floats[0]; // limits are constants
    }

    private ref float Limit(Workspace workspace, int decision) => ref workspace.All<float>(_limits[decision])[0];
}
