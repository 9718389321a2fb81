using System.Diagnostics;
using Ponder.Inference.Deadlines;
using Ponder.Serving.Protocol;

namespace Ponder.Serving.Scheduling;

/// <summary>A request in the queue, and the answers of its samples as they come.</summary>
/// <param name="call">What is asked.</param>
/// <param name="classes">Logits of a sample.</param>
/// <param name="cancellation">Set when the client has gone: nobody computes for it any more.</param>
internal sealed class WaitingCall(InferenceCall call, int classes, CancellationToken cancellation)
{
    private readonly TaskCompletionSource<CallOutcome> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;
    private int _left = call.Count;

    public InferenceCall Call => call;

    /// <summary>When it came, by the clock of <see cref="Stopwatch"/>.</summary>
    public long Arrived { get; } = Stopwatch.GetTimestamp();

    /// <summary>When its last samples began to run.</summary>
    public long Started { get; set; }

    /// <summary>When its answer must be there; null for no deadline.</summary>
    public Deadline? Deadline { get; } = call.Timeout is { } timeout ? Inference.Deadlines.Deadline.In(timeout) : null;

    /// <summary>Whether its samples share an engine with nobody's, so that nobody else is cut short with them.</summary>
    public bool RunsAlone => Deadline is not null || call.IsLimited || call.Passed is not null;

    /// <summary>Set when the client has gone.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>One for each sample.</summary>
    public TimedPrediction[] Answers { get; } = new TimedPrediction[call.Count];

    /// <summary>[count, classes].</summary>
    public float[] Logits { get; } = new float[call.Count * classes];

    /// <summary>Whether engines have taken all of its samples.</summary>
    public bool IsTaken => _taken == call.Count;

    /// <summary>Whether it has an answer already, such as a fault of its first samples.</summary>
    public bool IsAnswered => _answered.Task.IsCompleted;

    /// <summary>Done when there is an answer or a fault.</summary>
    public Task<CallOutcome> Answered => _answered.Task;

    /// <summary>Takes the next samples; under the queue's lock.</summary>
    /// <param name="most">How many at most.</param>
    public CallPart Take(int most)
    {
        var part = new CallPart(this, _taken, Math.Min(most, call.Count - _taken));
        _taken += part.Count;
        return part;
    }

    /// <summary>Notes that samples have their answers; from any thread.</summary>
    /// <returns>Whether they were the last.</returns>
    public bool Finish(int samples) => Interlocked.Add(ref _left, -samples) == 0;

    /// <summary>Answers the request, once.</summary>
    /// <returns>Whether it had no answer before.</returns>
    public bool Answer(CallOutcome outcome) => _answered.TrySetResult(outcome);
}
