using System.Diagnostics;
using Ponder.EarlyExit;
using Ponder.Inference;
using Ponder.Inference.Deadlines;
using Ponder.Serving.Models;
using Ponder.Serving.Operation;
using Ponder.Serving.Protocol;

namespace Ponder.Serving.Scheduling;

/// <summary>Lets requests of one model wait, the most urgent in front, and runs those together that fit into a batch.</summary>
/// <remarks>
/// One thread runs the engine. Requests without a deadline share batches; one with a deadline runs alone, so that nobody else is cut short with it. The queue is bounded.
/// </remarks>
internal sealed class BatchScheduler : IDisposable
{
    private readonly ServedModel _model;
    private readonly InferenceSession _session;
    private readonly DeadlineProfile? _profile;
    private readonly ServingOptions _options;
    private readonly PriorityQueue<WaitingCall, (int Priority, long Deadline, long Order)> _waiting = new();
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _arrivals = new(0);
    private readonly Thread _worker;
    private long _order;
    private bool _isClosed;

    public BatchScheduler(ServedModel model, InferenceSession session, DeadlineProfile? profile, ServingOptions options)
    {
        (_model, _session, _profile, _options) = (model, session, profile, options);
        _worker = new Thread(Work) { IsBackground = true, Name = $"ponder {model.Name}" };
        _worker.Start();
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

    /// <summary>Puts a request into the queue; its answer may be a fault at once.</summary>
    /// <param name="call">The request.</param>
    /// <param name="cancellation">Set when the client has gone.</param>
    public async Task<CallOutcome> RunAsync(InferenceCall call, CancellationToken cancellation)
    {
        var waiting = new WaitingCall(call, cancellation);
        return Enqueue(waiting) ?? await waiting.Answered;
    }

    /// <summary>Answers what waits, then ends.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            _isClosed = true;
        }

        _arrivals.Release();
        _worker.Join();
        _session.Dispose();
        _arrivals.Dispose();
    }

    private CallOutcome? Enqueue(WaitingCall waiting)
    {
        lock (_gate)
        {
            if (_isClosed)
                return CallOutcome.Of(ServingError.Unavailable, $"model '{_model.Name}': expected a loaded model, got one that is being unloaded");
            if (_waiting.Count < _options.MaxWaiting)
            {
                _waiting.Enqueue(waiting, (waiting.Call.Priority, waiting.Deadline?.Timestamp ?? long.MaxValue, _order++));
                _model.Statistics.AddWaiting(1);
                _arrivals.Release(); // in here, so that nobody has closed it yet
                return null;
            }
        }

        _model.Statistics.AddFailure();
        return CallOutcome.Of(ServingError.Busy, $"model '{_model.Name}': expected at most {_options.MaxWaiting} waiting requests, got one more");
    }

    private void Work()
    {
        var batch = new List<WaitingCall>();
        while (true)
        {
            _arrivals.Wait();
            batch.Clear();
            lock (_gate)
            {
                Take(batch);
                if (batch.Count == 0 && _isClosed)
                    return;
            }

            if (batch.Count > 0)
                Run(batch);
        }
    }

    private void Take(List<WaitingCall> batch)
    {
        int samples = 0;
        while (_waiting.TryPeek(out var next, out _) && (batch.Count == 0
            || (next.Deadline is null && batch[0].Deadline is null && samples + next.Call.Count <= _options.MaxBatch)))
        {
            batch.Add(_waiting.Dequeue());
            _model.Statistics.AddWaiting(-1);
            samples += next.Call.Count;
        }
    }

    // At the edge of a worker: whatever fails is an answer, so that nobody waits for ever and the next batch runs.
    private void Run(List<WaitingCall> batch)
    {
        try
        {
            batch.RemoveAll(waiting => waiting.Cancellation.IsCancellationRequested && Abandon(waiting));
            if (batch.Count > 0)
                Compute(batch);
        }
        catch (OperationCanceledException)
        {
            batch.ForEach(waiting => Abandon(waiting));
        }
        catch (Exception error)
        {
            foreach (var waiting in batch)
                Fail(waiting, CallOutcome.Of(ServingError.Internal, $"model '{_model.Name}': {error.Message}"));
        }
    }

    private void Compute(List<WaitingCall> batch)
    {
        int count = batch.Sum(waiting => waiting.Call.Count);
        float[] samples = batch.Count == 1 ? batch[0].Call.Samples : [.. batch.SelectMany(waiting => waiting.Call.Samples)];
        var answers = new TimedPrediction[count];
        float[] logits = new float[count * _model.Classes];
        using var activity = ServingMeter.Activities.StartActivity("ponder.execute")?.SetTag("model", _model.Name); // null where nobody listens
        long start = Stopwatch.GetTimestamp();
        var cancellation = batch.Count == 1 ? batch[0].Cancellation : CancellationToken.None; // others want their answers
        if (batch[0].Deadline is { } deadline && _profile is not null)
        {
            _session.Predict(samples, count, deadline, _profile.For(count), answers, logits, cancellation);
        }
        else
        {
            var plain = new Prediction[count];
            _session.Predict(samples, count, plain, logits, cancellation);
            for (int i = 0; i < count; i++)
                answers[i] = new TimedPrediction(plain[i], DeadlineOutcome.Finished);
        }

        _model.Statistics.AddExecution(Stopwatch.GetElapsedTime(start));
        activity?.SetTag("samples", count);
        int from = 0;
        foreach (var waiting in batch)
        {
            int own = waiting.Call.Count;
            Answer(waiting, answers.AsSpan(from, own).ToArray(), logits.AsSpan(from * _model.Classes, own * _model.Classes).ToArray(), Stopwatch.GetElapsedTime(waiting.Arrived, start));
            from += own;
        }
    }

    private void Answer(WaitingCall waiting, TimedPrediction[] answers, float[] logits, TimeSpan queue)
    {
        if (answers.Any(answer => answer.Outcome == DeadlineOutcome.Refused))
        {
            Fail(waiting, CallOutcome.Of(ServingError.DeadlineExceeded, $"timeout: expected at least the {_profile!.For(answers.Length).AnswerMs[0]:0.###} ms of the first exit, got {waiting.Deadline!.Value.Left.TotalMilliseconds:0.###} left when its turn came")); // only with both is anything refused
            return;
        }

        var latency = Stopwatch.GetElapsedTime(waiting.Arrived);
        foreach (var answer in answers)
            _model.Statistics.AddSample(answer.Prediction.Exit, answer.Prediction.Macs, answer.Outcome == DeadlineOutcome.CutShort, latency);
        _model.Statistics.AddSuccess(queue);
        waiting.Answer(new CallOutcome(answers, logits));
    }

    private bool Abandon(WaitingCall waiting)
    {
        Fail(waiting, CallOutcome.Of(ServingError.Unavailable, "request: the client has gone"));
        return true;
    }

    private void Fail(WaitingCall waiting, CallOutcome outcome)
    {
        _model.Statistics.AddFailure();
        waiting.Answer(outcome);
    }
}
