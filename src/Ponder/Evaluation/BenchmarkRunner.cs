namespace Ponder.Evaluation;

/// <summary>Times candidates against each other in one process, taking turns, so that a noisy machine disturbs all alike.</summary>
/// <param name="timeProvider">The clock; null for the system's.</param>
public sealed class BenchmarkRunner(TimeProvider? timeProvider = null)
{
    private readonly TimeProvider _clock = timeProvider ?? TimeProvider.System;

    /// <summary>Warms all candidates up, then runs them in rounds and times every call.</summary>
    /// <param name="model">The model's name for the result.</param>
    /// <param name="candidates">At least one.</param>
    /// <param name="options">How much to run.</param>
    /// <param name="cancellationToken">Checked between turns.</param>
    /// <exception cref="ArgumentException">There is no candidate, or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public BenchmarkResult Run(
        string model, IReadOnlyList<BenchmarkCandidate> candidates, BenchmarkOptions options, CancellationToken cancellationToken = default)
    {
        if (candidates.Count == 0)
            throw new ArgumentException("benchmark: expected at least one candidate, got none", nameof(candidates));
        foreach (var candidate in candidates)
            ArgumentOutOfRangeException.ThrowIfLessThan(candidate.Batch, 1);
        options.Validate(candidates.Max(candidate => candidate.Batch));

        BenchmarkTurns[] turns = [.. candidates.Select(candidate => new BenchmarkTurns(candidate, options, _clock))];
        foreach (var turn in turns)
        {
            cancellationToken.ThrowIfCancellationRequested();
            turn.WarmUp();
        }

        for (int round = 0; round < options.Rounds; round++)
        {
            // Who goes first changes, so that nobody always follows the same neighbour's caches.
            for (int k = 0; k < turns.Length; k++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                turns[(round + k) % turns.Length].Run(round);
                options.Progress?.Report(((round * turns.Length) + k + 1.0) / (options.Rounds * turns.Length));
            }
        }

        var measured = turns.Select(turn => turn.Summarize()).ToLookup(row => row.Variant == BenchmarkCandidate.InputVariant);
        BenchmarkRow[] rows = [.. measured[false]];
        var input = measured[true].FirstOrDefault()?.LatencyMs;
        return new BenchmarkResult(model, MachineInfo.Current(), rows, Speedup.Of(rows, input?.Mean)) { InputMs = input };
    }
}
