namespace Ponder.Calibration;

/// <summary>The betting bound of Waudby-Smith and Ramdas: sharp where losses are rare or gains offset them.</summary>
/// <remarks>
/// A gambler bets each round that the mean loss is below the limit, with a stake chosen from earlier rounds; if it is not, the
/// expected capital never grows, so reaching 1 / (1 - confidence) is as unlikely as that (Ville's inequality;
/// arXiv:2010.09686).
/// </remarks>
public sealed class BettingBound : IRiskBound
{
    // Below 1, so that a loss of 1 against a limit of 0 never ruins the gambler.
    private const double MaxStake = 0.9;

    /// <inheritdoc/>
    public string Name => "betting";

    /// <inheritdoc/>
    public bool IsBelow(ReadOnlySpan<int> losses, double limit, double confidence, bool mayGain = true)
    {
        double goal = -Math.Log(1 - confidence);
        double logCapital = 0;
        double sum = 0;
        double squares = 0.25;
        for (int t = 0; t < losses.Length; t++)
        {
            double variance = squares / (t + 1);
            double stake = Math.Min(MaxStake, Math.Sqrt(2 * goal / (losses.Length * variance)));
            double factor = 1 + (stake * (limit - losses[t]));
            if (factor <= 0)
                return false;
            logCapital += Math.Log(factor);
            if (logCapital >= goal)
                return true;
            sum += losses[t];
            double mean = sum / (t + 2);
            squares += (losses[t] - mean) * (losses[t] - mean);
        }

        return false;
    }
}
