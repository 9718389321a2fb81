namespace Ponder.Serving.Models;

/// <summary>What a model has done since it was loaded. Thread-safe.</summary>
/// <param name="exits">How many exits it has.</param>
internal sealed class ModelStatistics(int exits)
{
    private readonly long[] _byExit = new long[exits];
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
    }

    public void AddSample(int exit, long macs, bool isCutShort)
    {
        Interlocked.Increment(ref _samples);
        Interlocked.Increment(ref _byExit[exit]);
        Interlocked.Add(ref _macs, macs);
        if (isCutShort)
            Interlocked.Increment(ref _cutShort);
    }

    public void AddFailure() => Interlocked.Increment(ref _failed);
}
