namespace Ponder.Evaluation;

/// <summary>One candidate's share of a benchmark: which batches each round runs, and the times so far.</summary>
internal sealed class BenchmarkTurns
{
    private const double MillisecondsPerSecond = 1000;

    private readonly BenchmarkCandidate _candidate;
    private readonly BenchmarkOptions _options;
    private readonly TimeProvider _clock;
    private readonly int _batches;
    private readonly int _calls;
    private readonly List<double> _milliseconds;

    public BenchmarkTurns(BenchmarkCandidate candidate, BenchmarkOptions options, TimeProvider clock)
    {
        (_candidate, _options, _clock) = (candidate, options, clock);
        _batches = options.SampleCount / candidate.Batch;
        _calls = Math.Max(_batches, options.MinCalls);
        _milliseconds = new List<double>(_calls);
    }

    public void WarmUp()
    {
        long start = _clock.GetTimestamp();
        for (int call = 0; call < _options.WarmUpCalls || _clock.GetElapsedTime(start) < _options.WarmUpTime; call++)
            RunCall(call);
    }

    /// <summary>Runs one round's calls.</summary>
    public void Run(int round)
    {
        int first = FirstCall(round);
        int endExclusive = FirstCall(round + 1);
        if (first == endExclusive)
            return;

        // Once untimed: after a change of candidates the caches hold another's weights.
        RunCall(first);
        for (int call = first; call < endExclusive; call++)
        {
            long start = _clock.GetTimestamp();
            RunCall(call);
            long end = _clock.GetTimestamp();
            _milliseconds.Add((end - start) * MillisecondsPerSecond / _clock.TimestampFrequency);
        }
    }

    public BenchmarkRow Summarize()
    {
        var latency = LatencySummary.Of(_milliseconds);
        return new BenchmarkRow(
            _candidate.Variant, _candidate.Engine, _candidate.Batch, _candidate.Threads, _batches * _candidate.Batch,
            _candidate.Accuracy, _candidate.MacsMean, latency, _candidate.Batch * MillisecondsPerSecond / latency.Mean)
        { Milliseconds = _milliseconds };
    }

    private int FirstCall(int round) => (int)((long)_calls * round / _options.Rounds);

    private void RunCall(int call) => _candidate.RunBatch(call % _batches * _candidate.Batch);
}
