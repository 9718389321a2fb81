using Ponder.EarlyExit;
using Ponder.Serving.Operation;

namespace Ponder.Serving.Models;

/// <summary>What a model has done since it was loaded, told to whoever listens as well. Thread-safe.</summary>
/// <param name="model">The model's name.</param>
/// <param name="exits">Its exits.</param>
/// <param name="staticMacs">Multiply-adds of a sample without choices.</param>
/// <param name="drift">Compares its exits with calibration; null where it was not calibrated.</param>
/// <param name="confidenceDrift">Compares the confidence of its answers with calibration; null where the file tells of none.</param>
internal sealed class ModelStatistics(string model, IReadOnlyList<string> exits, long staticMacs, ExitDrift? drift, ConfidenceDrift? confidenceDrift)
{
    private readonly long[] _byExit = new long[exits.Count];
    private readonly KeyValuePair<string, object?> _model = new("model", model);
    private readonly KeyValuePair<string, object?>[] _exits = [.. exits.Select(exit => new KeyValuePair<string, object?>("exit", exit))];
    private static readonly KeyValuePair<string, object?> AnsweredTag = new("outcome", "answered"), FailedTag = new("outcome", "failed");
    private long _succeeded;
    private long _failed;
    private long _samples;
    private long _executions;
    private long _queueTicks;
    private long _computeTicks;
    private long _cutShort;
    private long _macs;

    public long Succeeded => Interlocked.Read(ref _succeeded);

    public long Failed => Interlocked.Read(ref _failed);

    public long Samples => Interlocked.Read(ref _samples);

    /// <summary>Runs of the engine; several requests may share one.</summary>
    public long Executions => Interlocked.Read(ref _executions);

    public long CutShort => Interlocked.Read(ref _cutShort);

    public long Macs => Interlocked.Read(ref _macs);

    /// <summary>Time that answered requests waited.</summary>
    public TimeSpan Queue => TimeSpan.FromTicks(Interlocked.Read(ref _queueTicks));

    /// <summary>Time that the engine ran.</summary>
    public TimeSpan Compute => TimeSpan.FromTicks(Interlocked.Read(ref _computeTicks));

    /// <summary>How far exits have drifted from calibration, see <see cref="ExitDrift"/>.</summary>
    public double? Drift => drift?.Score;

    /// <summary>How far confidence has drifted from calibration, see <see cref="Operation.ConfidenceDrift"/>.</summary>
    public double? ConfidenceDrift => confidenceDrift?.Score;

    /// <summary>Samples that left at an exit.</summary>
    public long AtExit(int exit) => Interlocked.Read(ref _byExit[exit]);

    public void AddExecution(TimeSpan compute)
    {
        Interlocked.Increment(ref _executions);
        Interlocked.Add(ref _computeTicks, compute.Ticks);
    }

    public void AddSuccess(TimeSpan queue)
    {
        Interlocked.Increment(ref _succeeded);
        Interlocked.Add(ref _queueTicks, queue.Ticks);
        ServingMeter.Requests.Add(1, _model, AnsweredTag);
    }

    /// <summary>Counts a request that goes into the queue (1) or out of it (-1).</summary>
    public void AddWaiting(int requests) => ServingMeter.Waiting.Add(requests, _model);

    /// <summary>Counts an answered sample.</summary>
    /// <param name="answer">Where it left, how sure, and what it cost.</param>
    /// <param name="isCutShort">Whether a deadline made it leave.</param>
    /// <param name="isLimited">Whether its request changed where it could leave.</param>
    /// <param name="latency">From its request's arrival to now.</param>
    public void AddSample(Prediction answer, bool isCutShort, bool isLimited, TimeSpan latency)
    {
        var (exit, macs) = (answer.Exit, answer.Macs);
        if (!isCutShort && !isLimited)
            AddToDrift(exit, answer.Confidence);
        ServingMeter.Samples.Add(1, _model, _exits[exit]);
        ServingMeter.Latency.Record(latency.TotalSeconds, _model, _exits[exit]);
        ServingMeter.Macs.Add(macs, _model);
        ServingMeter.StaticMacs.Add(staticMacs, _model);
        if (isCutShort)
            ServingMeter.CutShort.Add(1, _model, _exits[exit]);
        Interlocked.Increment(ref _samples);
        Interlocked.Increment(ref _byExit[exit]);
        Interlocked.Add(ref _macs, macs);
        if (isCutShort)
            Interlocked.Increment(ref _cutShort);
    }

    public void AddFailure()
    {
        Interlocked.Increment(ref _failed);
        ServingMeter.Requests.Add(1, _model, FailedTag);
    }

    private void AddToDrift(int exit, float confidence)
    {
        if (drift?.Add(exit) is { } score)
            ServingMeter.Drift.Record(score, _model);
        if (confidenceDrift?.Add(confidence) is { } confidenceScore)
            ServingMeter.ConfidenceDrift.Record(confidenceScore, _model);
    }
}
