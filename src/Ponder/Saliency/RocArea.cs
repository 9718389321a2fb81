namespace Ponder.Saliency;

/// <summary>The area under the curve of true against false positives.</summary>
public static class RocArea
{
    /// <summary>The probability that a position inside scores more than one outside; equal scores count one half.</summary>
    /// <param name="scores">Of each position; no NaN.</param>
    /// <param name="isInside">Which positions are to score high; some, not all.</param>
    /// <returns>1 where all inside score more than all outside, 0.5 where scores say nothing.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, or no position is inside or none outside.</exception>
    /// <remarks>The statistic of Mann and Whitney 1947: exact, so no threshold, noise or normalisation is chosen.</remarks>
    public static double Of(ReadOnlySpan<float> scores, ReadOnlySpan<bool> isInside)
    {
        if (scores.Length != isInside.Length)
            throw new ArgumentException($"scores: expected {isInside.Length}, got {scores.Length}", nameof(scores));
        long inside = isInside.Count(true), outside = isInside.Length - inside;
        if (inside == 0 || outside == 0)
            throw new ArgumentException($"positions: expected some inside and some outside, got {inside} and {outside}", nameof(isInside));
        float[] sorted = scores.ToArray();
        bool[] flags = isInside.ToArray();
        Array.Sort(sorted, flags);
        if (float.IsNaN(sorted[0])) // NaN sorts before all numbers
            throw new ArgumentException("scores: expected numbers, got NaN", nameof(scores));
        double wins = 0;
        long below = 0; // outside, of smaller scores
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start];)
                end++;
            long equalInside = flags.AsSpan(start, end - start).Count(true), equalOutside = end - start - equalInside;
            wins += equalInside * (below + (equalOutside / 2.0));
            below += equalOutside;
        }

        return wins / (inside * (double)outside);
    }
}
