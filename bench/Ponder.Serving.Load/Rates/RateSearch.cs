namespace Ponder.Serving.Load.Rates;

/// <summary>Finds the highest rate that keeps a bound on p99.</summary>
internal static class RateSearch
{
    private const double Precision = 1.03; // between what holds and what does not
    private const double Highest = 1e6; // requests a second

    /// <summary>Doubles the rate until the bound breaks, or halves it until it holds; then halves the ratio between the two. Only who breaks it twice has broken it: the machine has other things to do.</summary>
    /// <param name="run">Runs a rate.</param>
    /// <param name="first">Requests a second to begin with.</param>
    /// <param name="boundMs">What 99 in 100 answers must not exceed.</param>
    /// <returns>The highest rate that held; 0 where even one request a second did not.</returns>
    public static double Find(Func<double, LoadResult> run, double first, double boundMs)
    {
        double holds = 0, breaks = first;
        while (breaks < Highest && Holds(breaks))
            (holds, breaks) = (breaks, breaks * 2);
        for (double lower = first / 2; holds == 0 && lower >= 1; lower /= 2)
        {
            if (Holds(lower))
                holds = lower;
            else
                breaks = lower;
        }

        while (holds > 0 && breaks / holds > Precision)
        {
            double middle = Math.Sqrt(holds * breaks);
            if (Holds(middle))
                holds = middle;
            else
                breaks = middle;
        }

        return holds;

        bool Holds(double rate) => run(rate).Meets(boundMs) || run(rate).Meets(boundMs);
    }
}
