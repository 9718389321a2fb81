namespace Ponder.Calibration;

/// <summary>The exact test of what losses of -1, 0 and 1 are: a coin for whether a sample changes, and one for which way.</summary>
/// <remarks>
/// How many samples change is not known, so the p-value is the largest over all rates of change that the samples do not rule out,
/// plus the chance that they ruled out the true one (Berger and Boos 1994, J. Amer. Stat. Assoc. 89). It holds for every number of samples. The rate is searched on a grid
/// of its interval, over which the p-value is smooth. Outcomes are ordered by their distance from the limit in standard errors of their own,
/// whose distribution hardly depends on the rate, so that not knowing it costs little.
/// </remarks>
public sealed class ExactBound : IRiskBound
{
    private const double RuledOutShare = 0.02; // of the error that is allowed: what the interval of the rate costs
    private const int RateSteps = 24;
    private const double Negligible = -40; // of a logarithm of a probability

    /// <inheritdoc/>
    public string Name => "exact";

    /// <inheritdoc/>
    public bool IsBelow(ReadOnlySpan<int> losses, double limit, double confidence, bool mayGain = true)
    {
        int n = losses.Length, sum = 0, changed = 0;
        foreach (int loss in losses)
        {
            sum += loss;
            changed += Math.Abs(loss);
        }

        if (n == 0 || limit <= (mayGain ? -1 : 0))
            return false;
        if (limit >= 1)
            return true;
        if (sum >= n * limit)
            return false;
        double error = 1 - confidence;
        if (!mayGain)
            return Binomial.LogAtMost(sum, n, limit) <= Math.Log(error);

        double spent = RuledOutShare * error;
        double errors = (sum - (n * limit)) / Math.Sqrt(Math.Max(changed, 1)); // below 0
        double low = Math.Max(Math.Abs(limit), Binomial.RateAbove(changed, n, spent / 2)), high = Math.Max(low, Binomial.RateBelow(changed, n, spent / 2));
        for (int step = 0; step <= RateSteps; step++)
        {
            double rate = low + ((high - low) * step / RateSteps);
            if (AtMost(errors, n, rate, limit) + spent > error)
                return false;
        }

        return true;
    }

    // The chance of an outcome at least so far below the limit, where a share of n losses changes and their mean is the limit.
    private static double AtMost(double errors, int n, double rate, double limit)
    {
        double loses = Math.Min(1, (1 + (limit / rate)) / 2), total = 0;
        int center = (int)(n * rate);
        for (int direction = -1; direction <= 1; direction += 2)
        {
            for (int changed = direction < 0 ? center : center + 1; changed >= 0 && changed <= n; changed += direction)
            {
                double chance = Binomial.LogOf(changed, n, rate);
                if (chance < Negligible)
                    break;
                double sum = (n * limit) + (errors * Math.Sqrt(Math.Max(changed, 1)));
                // losses - gains <= sum, losses + gains = changed; what is equal must not be lost to rounding
                total += Math.Exp(chance + Binomial.LogAtMost((int)Math.Floor(((sum + changed) / 2) + 1e-9), changed, loses));
            }
        }

        return total;
    }
}
