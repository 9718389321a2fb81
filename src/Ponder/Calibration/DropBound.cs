namespace Ponder.Calibration;

/// <summary>What the mean of drops in {-1, 0, 1} can be said to lie below, from a finite sample and without assuming a distribution.</summary>
/// <remarks>
/// A gambler bets each round that the mean drop is below m, with a stake chosen from earlier rounds; if it is not, the
/// expected capital never grows, so reaching 1 / (1 - confidence) is as unlikely as that (Ville's inequality;
/// Waudby-Smith and Ramdas, arXiv:2010.09686).
/// </remarks>
internal static class DropBound
{
    // Below 1, so that a drop of 1 against m = 0 never ruins the gambler.
    private const double MaxStake = 0.9;

    /// <summary>Whether the mean drop is at most <paramref name="maxDrop"/> with the given confidence.</summary>
    /// <param name="drops">Independent drops, one per sample.</param>
    /// <param name="maxDrop">In [-1, 1].</param>
    /// <param name="confidence">In (0, 1).</param>
    public static bool IsBelow(ReadOnlySpan<int> drops, double maxDrop, double confidence)
    {
        double goal = -Math.Log(1 - confidence);
        double logCapital = 0;
        double sum = 0;
        double squares = 0.25;
        for (int t = 0; t < drops.Length; t++)
        {
            double variance = squares / (t + 1);
            double stake = Math.Min(MaxStake, Math.Sqrt(2 * goal / (drops.Length * variance)));
            double factor = 1 + (stake * (maxDrop - drops[t]));
            if (factor <= 0)
                return false;
            logCapital += Math.Log(factor);
            if (logCapital >= goal)
                return true;
            sum += drops[t];
            double mean = sum / (t + 2);
            squares += (drops[t] - mean) * (drops[t] - mean);
        }

        return false;
    }

    /// <summary>The smallest bound, to four digits, that <see cref="IsBelow"/> confirms; 1 when none is.</summary>
    public static double Upper(ReadOnlySpan<int> drops, double confidence)
    {
        (double below, double above) = (-1, 1);
        while (above - below > 1e-5)
        {
            double middle = (below + above) / 2;
            (below, above) = IsBelow(drops, middle, confidence) ? (below, middle) : (middle, above);
        }

        return above;
    }
}
