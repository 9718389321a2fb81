using System.Diagnostics;
using Ponder.EarlyExit;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Deadlines;

/// <summary>Stands at the exits while a model runs: notes when each was decided, and opens a gate when the next answer would come too late.</summary>
/// <remarks>
/// Nothing is computed here: an exit whose gate is opened is taken as if its policy had said so, so that deeper segments have no samples.
/// No allocation while running. One per workspace.
/// </remarks>
internal sealed class ExitWatch
{
    private const int NotTaken = -1;

    private readonly TensorLayout[] _gates;
    private readonly int[] _exitOfSegment;
    private readonly long[] _decidedAt;
    private readonly long[] _next;
    private readonly int[] _taken;
    private readonly bool[] _isCut;
    private long _deadline;
    private int _forced;

    /// <summary>Finds where exits are decided.</summary>
    /// <param name="graph">The model as it runs.</param>
    /// <param name="gates">For each early exit, shallow to deep, the index of its gate.</param>
    public ExitWatch(CompiledGraph graph, IReadOnlyList<int> gates)
    {
        _gates = [.. gates.Select(gate => graph.Gates[gate]!)]; // gates that outputs ask have a place
        _exitOfSegment = new int[graph.Segments.Length];
        Array.Fill(_exitOfSegment, NotTaken);
        for (int e = 0; e < _gates.Length; e++)
            _exitOfSegment[graph.GateSegments[gates[e]]] = e;
        (_decidedAt, _next) = (new long[_gates.Length], new long[_gates.Length]);
        (_taken, _isCut) = (new int[graph.ChunkSize], new bool[graph.ChunkSize]);
    }

    /// <summary>When an exit was decided in the last run, by the clock of <see cref="Stopwatch"/>.</summary>
    public ReadOnlySpan<long> DecidedAt => _decidedAt;

    /// <summary>Where a sample of the last run left, 0-based: the model's output <c>exit</c> may be older than the watch's word.</summary>
    public int Taken(int sample) => _taken[sample] == NotTaken ? _gates.Length : _taken[sample];

    /// <summary>Whether a sample of the last run was made to leave.</summary>
    public bool IsCut(int sample) => _isCut[sample];

    /// <summary>From now on nobody is made to leave before an exit, and everybody there.</summary>
    /// <param name="exit">0-based; the last exit for nowhere.</param>
    public void Force(int exit) => (_forced, _deadline) = (exit, long.MaxValue);

    /// <summary>From now on samples leave where their policy says, or where going on would be too late.</summary>
    /// <param name="deadline">When answers must be there.</param>
    /// <param name="profile">What going on takes.</param>
    public void Keep(Deadline deadline, DeadlineProfile profile)
    {
        (_forced, _deadline) = (NotTaken, deadline.Timestamp);
        for (int e = 0; e < _next.Length; e++)
            _next[e] = Deadline.Ticks(profile.NextMs[e]);
    }

    /// <summary>Before the first segment of a run.</summary>
    public void Begin(int count)
    {
        _taken.AsSpan(0, count).Fill(NotTaken);
        _isCut.AsSpan(0, count).Clear();
        _decidedAt.AsSpan().Clear();
    }

    /// <summary>Behind each segment of a run.</summary>
    public void After(int segment, Workspace workspace, int count)
    {
        int exit = _exitOfSegment[segment];
        if (exit < 0)
            return;
        long now = Stopwatch.GetTimestamp();
        _decidedAt[exit] = now;
        bool isLate = now + _next[exit] > _deadline;
        for (int sample = 0; sample < count; sample++)
        {
            if (_taken[sample] != NotTaken)
                continue;
            ref bool leaves = ref workspace.Sample<bool>(_gates[exit], sample)[0];
            if (_forced != NotTaken)
                leaves = exit == _forced;
            else if (isLate && !leaves)
                leaves = _isCut[sample] = true;
            if (leaves)
                _taken[sample] = exit;
        }
    }
}
