using System.Diagnostics;
using Ponder.Inference.Deadlines;
using Ponder.Serving.Protocol;

namespace Ponder.Serving.Scheduling;

/// <summary>A request in the queue.</summary>
/// <param name="call">What is asked.</param>
/// <param name="cancellation">Set when the client has gone: nobody computes for it any more.</param>
internal sealed class WaitingCall(InferenceCall call, CancellationToken cancellation)
{
    private readonly TaskCompletionSource<CallOutcome> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public InferenceCall Call => call;

    /// <summary>When it came, by the clock of <see cref="Stopwatch"/>.</summary>
    public long Arrived { get; } = Stopwatch.GetTimestamp();

    /// <summary>When its answer must be there; null for no deadline.</summary>
    public Deadline? Deadline { get; } = call.Timeout is { } timeout ? Inference.Deadlines.Deadline.In(timeout) : null;

    /// <summary>Set when the client has gone.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Done when there is an answer or a fault.</summary>
    public Task<CallOutcome> Answered => _answered.Task;

    public void Answer(CallOutcome outcome) => _answered.TrySetResult(outcome);
}
