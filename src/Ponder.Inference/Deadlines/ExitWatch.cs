using Ponder.EarlyExit;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Deadlines;

/// <summary>Stands at the exits while a model runs, and opens a gate when the next answer would come too late.</summary>
/// <remarks>Nothing is computed here: an exit whose gate is opened is taken as if its policy had said so, so that deeper segments have no samples.</remarks>
internal sealed class ExitWatch : RunWatch
{
    private const int NotTaken = -1;

    private readonly TensorLayout[] _gates;
    private readonly TensorLayout?[] _answers;
    private readonly int[] _exitOfSegment;
    private readonly int[] _taken;

    /// <summary>Finds where exits are decided.</summary>
    /// <param name="graph">The model as it runs.</param>
    /// <param name="exits">For each early exit, shallow to deep, the index of its gate and the tensor with its answer.</param>
    public ExitWatch(CompiledGraph graph, IReadOnlyList<(int Gate, string Logits)> exits)
        : base(exits.Count, graph.ChunkSize)
    {
        _gates = [.. exits.Select(exit => graph.Gates[exit.Gate]!)]; // gates that outputs ask have a place
        _answers = [.. exits.Select(exit => FindAnswer(graph, graph.GateSegments[exit.Gate], exit.Logits))];
        _exitOfSegment = new int[graph.Segments.Length];
        Array.Fill(_exitOfSegment, NotTaken);
        for (int e = 0; e < _gates.Length; e++)
            _exitOfSegment[graph.GateSegments[exits[e].Gate]] = e;
        _taken = new int[graph.ChunkSize];
    }

    public override int Exit(int sample, int said) => _taken[sample] == NotTaken ? _gates.Length : _taken[sample];

    public override (int Exit, TensorLayout Answer)? Passed(int segment, int sample) =>
        _exitOfSegment[segment] is var exit and >= 0 && _taken[sample] == NotTaken && _answers[exit] is { } answer ? (exit, answer) : null;

    public override void Begin(int count)
    {
        base.Begin(count);
        _taken.AsSpan(0, count).Fill(NotTaken);
    }

    public override void After(int segment, Workspace workspace, int count)
    {
        int exit = _exitOfSegment[segment];
        if (exit < 0)
            return;
        bool? goesOn = Decide(exit, out bool isLate);
        for (int sample = 0; sample < count; sample++)
        {
            if (_taken[sample] != NotTaken)
                continue;
            ref bool leaves = ref workspace.Sample<bool>(_gates[exit], sample)[0];
            if (isLate && !leaves)
                Cut(sample);
            leaves = !goesOn ?? leaves;
            if (leaves)
                _taken[sample] = exit;
        }
    }

    // Whoever decides by an answer has it computed; a gate that decides by something else may come before its answer, which then nobody has on the way.
    private static TensorLayout? FindAnswer(CompiledGraph graph, int gateSegment, string logits)
    {
        var (layout, segment) = graph.Find(logits);
        bool isThere = layout is { IsImage: false, FlattenedImage: null } && segment >= 0 && segment <= gateSegment && graph.Segments[segment].Demand == graph.Segments[gateSegment].Demand;
        return isThere ? layout : null;
    }
}
