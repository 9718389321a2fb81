namespace Ponder.Evaluation;

/// <summary>How candidates are timed.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>Samples that every candidate goes through, in whole batches; at least the largest batch.</summary>
    public required int SampleCount { get; init; }

    /// <summary>Turns that the work is divided into; candidates alternate between turns, so drift meets all alike. At least 1, default 10.</summary>
    public int Rounds { get; init; } = 10;

    /// <summary>Fewest timed calls per candidate, at least 1; samples are repeated to reach it. Default 100.</summary>
    public int MinCalls { get; init; } = 100;

    /// <summary>Untimed calls per candidate before the first round, at least 0. Default 20.</summary>
    public int WarmUpCalls { get; init; } = 20;

    /// <summary>
    /// Shortest time of those untimed calls, at least zero. Default half a second: .NET compiles hot code several times in
    /// the background before it is as fast as it gets.
    /// </summary>
    public TimeSpan WarmUpTime { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Told the fraction done after each turn; null for nobody.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal void Validate(int largestBatch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(SampleCount, largestBatch);
        ArgumentOutOfRangeException.ThrowIfLessThan(Rounds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinCalls, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(WarmUpCalls);
        ArgumentOutOfRangeException.ThrowIfLessThan(WarmUpTime, TimeSpan.Zero);
    }
}
