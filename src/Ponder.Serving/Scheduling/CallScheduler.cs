using System.Diagnostics;
using Ponder.Inference;
using Ponder.Inference.Deadlines;
using Ponder.Serving.Models;
using Ponder.Serving.Operation;
using Ponder.Serving.Protocol;

namespace Ponder.Serving.Scheduling;

/// <summary>Lets requests of one model wait, the most urgent in front, and gives their samples to the first engine that is free.</summary>
/// <remarks>
/// An engine takes few samples at once, by default one, since it is as fast for one as for many (docs/decisions/0016): an answer leaves when its sample does, and the place goes to the most urgent one. A request of many samples is dealt out;
/// one with a deadline runs whole and alone. Where an engine is free, a request runs on the thread that brought it. The queue is bounded.
/// </remarks>
internal sealed class CallScheduler : IDisposable
{
    private readonly ServedModel _model;
    private readonly DeadlineProfile? _profile;
    private readonly ServingOptions _options;
    private readonly PriorityQueue<WaitingCall, (int Priority, long Deadline, long Order)> _waiting = new();
    private readonly Lock _gate = new();
    private readonly EngineSlot[] _engines;
    private readonly Stack<EngineSlot> _idle; // while requests wait there is none
    private readonly ManualResetEventSlim _drained = new();
    private long _order;
    private bool _isClosed;

    /// <summary>Opens a queue.</summary>
    /// <param name="model">Whose requests they are.</param>
    /// <param name="session">Its engine, disposed with the queue; others share its weights.</param>
    /// <param name="profile">What its answers take; null where they cannot be cut short.</param>
    /// <param name="options">How many engines, and how much may wait.</param>
    public CallScheduler(ServedModel model, InferenceSession session, DeadlineProfile? profile, ServingOptions options)
    {
        (_model, _profile, _options) = (model, profile, options);
        _engines = [.. Enumerable.Range(0, options.Threads).Select(i => new EngineSlot(this, i == 0 ? session : session.Share()))];
        _idle = new Stack<EngineSlot>(_engines);
    }

    /// <summary>Requests that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>Runs a request, or puts it into the queue; its answer may be a fault at once.</summary>
    /// <param name="call">The request.</param>
    /// <param name="cancellation">Set when the client has gone.</param>
    public async Task<CallOutcome> RunAsync(InferenceCall call, CancellationToken cancellation)
    {
        var waiting = new WaitingCall(call, _model.Classes, cancellation);
        if (Enqueue(waiting, out var own) is { } fault)
            return fault;
        own?.Execute();
        return await waiting.Answered;
    }

    /// <summary>Answers what waits, then ends.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            if (_idle.Count == _engines.Length)
                _drained.Set();
        }

        _drained.Wait();
        _drained.Dispose();
        foreach (var engine in _engines)
            engine.Session.Dispose();
    }

    /// <summary>Runs what an engine has taken, then gives it what waits next.</summary>
    public void Run(EngineSlot engine)
    {
        Compute(engine);
        lock (_gate)
        {
            Take(engine);
            if (engine.Parts.Count == 0)
            {
                _idle.Push(engine);
                if (_isClosed && _idle.Count == _engines.Length)
                    _drained.Set();
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(engine, preferLocal: false); // whoever ran on this thread has an answer to send
    }

    // The first idle engine is the caller's; others are woken where the request has samples for them.
    private CallOutcome? Enqueue(WaitingCall waiting, out EngineSlot? own)
    {
        own = null;
        lock (_gate)
        {
            if (_isClosed)
                return CallOutcome.Of(ServingError.Unavailable, $"model '{_model.Name}': expected a loaded model, got one that is being unloaded");
            if (_waiting.Count < _options.MaxWaiting)
            {
                _waiting.Enqueue(waiting, (waiting.Call.Priority, waiting.Deadline?.Timestamp ?? long.MaxValue, _order++));
                _model.Statistics.AddWaiting(1);
                while (_waiting.Count > 0 && _idle.TryPop(out var engine))
                {
                    Take(engine);
                    if (engine.Parts.Count == 0)
                        _idle.Push(engine);
                    else if (own is null)
                        own = engine;
                    else
                        ThreadPool.UnsafeQueueUserWorkItem(engine, preferLocal: false);
                }

                return null;
            }
        }

        _model.Statistics.AddFailure();
        return CallOutcome.Of(ServingError.Busy, $"model '{_model.Name}': expected at most {_options.MaxWaiting} waiting requests, got one more");
    }

    // In the queue's order: one request with a deadline, or samples of others as far as an engine takes them at once.
    private void Take(EngineSlot engine)
    {
        engine.Parts.Clear();
        int room = _options.MaxBatch;
        while (room > 0 && _waiting.TryPeek(out var next, out _))
        {
            if (next.IsAnswered || (next.Cancellation.IsCancellationRequested && Abandon(next)))
            {
                Dequeue();
                continue;
            }

            if (next.RunsAlone && engine.Parts.Count > 0)
                return;
            var part = next.Take(next.RunsAlone ? next.Call.Count : room);
            engine.Parts.Add(part);
            room = next.RunsAlone ? 0 : room - part.Count;
            if (next.IsTaken)
                Dequeue();
        }
    }

    private void Dequeue()
    {
        _waiting.Dequeue();
        _model.Statistics.AddWaiting(-1);
    }

    // At the edge of the engine: whatever fails is an answer, so that nobody waits for ever and the next request runs.
    private void Compute(EngineSlot engine)
    {
        long start = Stopwatch.GetTimestamp();
        using var activity = ServingMeter.Activities.StartActivity("ponder.execute")?.SetTag("model", _model.Name).SetTag("samples", engine.Count); // null where nobody listens
        try
        {
            engine.Predict(_model, _profile);
        }
        catch (OperationCanceledException)
        {
            engine.Parts.ForEach(part => Abandon(part.Call));
            return;
        }
        catch (Exception error)
        {
            engine.Parts.ForEach(part => Fail(part.Call, CallOutcome.Of(ServingError.Internal, $"model '{_model.Name}': {error.Message}")));
            return;
        }

        _model.Statistics.AddExecution(Stopwatch.GetElapsedTime(start));
        foreach (var part in engine.Parts)
        {
            part.Call.Started = start;
            if (part.Call.Finish(part.Count))
                Answer(part.Call);
        }
    }

    private void Answer(WaitingCall waiting)
    {
        if (waiting.Answers.Any(answer => answer.Outcome == DeadlineOutcome.Refused))
        {
            Fail(waiting, CallOutcome.Of(ServingError.DeadlineExceeded, $"timeout: expected at least the {_profile!.For(waiting.Call.Count).AnswerMs[0]:0.###} ms of the first answer, got {waiting.Deadline!.Value.Left.TotalMilliseconds:0.###} left when its turn came")); // only with both is anything refused
            return;
        }

        var latency = Stopwatch.GetElapsedTime(waiting.Arrived);
        foreach (var answer in waiting.Answers)
            _model.Statistics.AddSample(answer.Prediction.Exit, answer.Prediction.Macs, answer.Outcome == DeadlineOutcome.CutShort, waiting.Call.IsLimited, latency);
        _model.Statistics.AddSuccess(Stopwatch.GetElapsedTime(waiting.Arrived, waiting.Started));
        waiting.Answer(new CallOutcome(waiting.Answers, waiting.Logits));
    }

    private bool Abandon(WaitingCall waiting)
    {
        Fail(waiting, CallOutcome.Of(ServingError.Unavailable, "request: the client has gone"));
        return true;
    }

    private void Fail(WaitingCall waiting, CallOutcome outcome)
    {
        if (waiting.Answer(outcome))
            _model.Statistics.AddFailure();
    }
}
