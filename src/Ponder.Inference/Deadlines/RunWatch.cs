using System.Diagnostics;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Deadlines;

/// <summary>Follows a run: notes when it was decided to go on to the next answer, and has the run end where that would come too late.</summary>
/// <remarks>A model gives answers that grow from decision to decision: exits, or units that run. No allocation while running. One per workspace.</remarks>
/// <param name="decisions">Decisions whether to go on, in running order; there is one answer more.</param>
/// <param name="chunkSize">Samples of a run, at most.</param>
internal abstract class RunWatch(int decisions, int chunkSize)
{
    private const int NotForced = -1;

    private readonly long[] _decidedAt = new long[decisions];
    private readonly long[] _next = new long[decisions];
    private readonly bool[] _isCut = new bool[chunkSize];
    private long _deadline = long.MaxValue;
    private int _forced = NotForced;
    private int _deepest = int.MaxValue;

    /// <summary>Answers that a run can be made to give, from the soonest to the last.</summary>
    public int Answers => decisions + 1;

    /// <summary>When each decision was taken in the last run, by the clock of <see cref="Stopwatch"/>; 0 where it was not.</summary>
    public ReadOnlySpan<long> DecidedAt => _decidedAt;

    /// <summary>From now on every sample gets one answer.</summary>
    /// <param name="answer">0-based.</param>
    public void Force(int answer) => (_forced, _deadline) = (answer, long.MaxValue);

    /// <summary>From now on samples go on as the model says, but where that would be too late.</summary>
    /// <param name="deadline">When answers must be there.</param>
    /// <param name="profile">What going on takes; null where there is no deadline.</param>
    /// <param name="deepest">The last answer to go on to, 0-based.</param>
    public void Keep(Deadline deadline, DeadlineProfile? profile, int deepest)
    {
        (_forced, _deadline, _deepest) = (NotForced, deadline.Timestamp, deepest);
        for (int decision = 0; decision < _next.Length; decision++)
            _next[decision] = profile is null ? 0 : Deadline.Ticks(profile.NextMs[decision]);
    }

    /// <summary>Before the first segment of a run.</summary>
    public virtual void Begin(int count)
    {
        _isCut.AsSpan(0, count).Clear();
        _decidedAt.AsSpan().Clear();
    }

    /// <summary>Before a segment of a run.</summary>
    public virtual void Before(int segment, Workspace workspace, ReadOnlySpan<int> samples)
    {
    }

    /// <summary>Behind a segment of a run.</summary>
    public virtual void After(int segment, Workspace workspace, int count)
    {
    }

    /// <summary>The answer that a sample leaves behind on its way, at the segment that has just run.</summary>
    /// <returns>The exit that it passed and where that one's logits lie; null where it passed none.</returns>
    public virtual (int Exit, TensorLayout Answer)? Passed(int segment, int sample) => null;

    /// <summary>Where a sample of the last run left.</summary>
    /// <param name="sample">Its place.</param>
    /// <param name="said">What the model's output <c>exit</c> says, which may be older than the watch's word.</param>
    public virtual int Exit(int sample, int said) => said;

    /// <summary>Whether a sample of the last run was made to end.</summary>
    public bool IsCut(int sample) => _isCut[sample];

    /// <summary>Notes that a decision is taken now.</summary>
    /// <param name="decision">Its index.</param>
    /// <param name="isLate">Whether the next answer would come too late.</param>
    /// <returns>Whether everybody goes on (true) or ends here; null where the model says.</returns>
    protected bool? Decide(int decision, out bool isLate)
    {
        _decidedAt[decision] = Stopwatch.GetTimestamp();
        isLate = false;
        if (_forced != NotForced)
            return decision < _forced;
        if (decision >= _deepest)
            return false;
        isLate = _next[decision] > _deadline - _decidedAt[decision]; // so written, no deadline overflows
        return isLate ? false : null;
    }

    /// <summary>Notes that a sample is made to end.</summary>
    protected void Cut(int sample) => _isCut[sample] = true;
}
