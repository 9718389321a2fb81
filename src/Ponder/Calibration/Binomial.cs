namespace Ponder.Calibration;

/// <summary>The binomial distribution, in logarithms.</summary>
internal static class Binomial
{
    private const int Halvings = 50;

    /// <summary>ln P(Bin(n, p) = k).</summary>
    public static double LogOf(int k, int n, double p) =>
        LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k) + Times(k, Math.Log(p)) + Times(n - k, Math.Log(1 - p));

    /// <summary>ln P(Bin(n, p) &lt;= k).</summary>
    public static double LogAtMost(int k, int n, double p)
    {
        if (k < 0)
            return double.NegativeInfinity;
        if (k >= n)
            return 0;
        if (p is <= 0 or >= 1)
            return p <= 0 ? 0 : double.NegativeInfinity;
        // From the term at k downwards, each from the one before; above the mean the other tail is the shorter sum.
        return k <= n * p ? LogOf(k, n, p) + Math.Log(Tail(k, n, p)) : Log1MinusExp(LogOf(n - k - 1, n, 1 - p) + Math.Log(Tail(n - k - 1, n, 1 - p)));
    }

    /// <summary>The largest p at which k or fewer of n are not rarer than <paramref name="chance"/> (Clopper and Pearson 1934).</summary>
    public static double RateBelow(int k, int n, double chance) => k >= n ? 1 : Root(p => LogAtMost(k, n, p) >= Math.Log(chance));

    /// <summary>The smallest p at which k or more of n are not rarer than <paramref name="chance"/>.</summary>
    public static double RateAbove(int k, int n, double chance) => k == 0 ? 0 : 1 - RateBelow(n - k, n, chance);

    // Sum of P(k - i) / P(k), i from 0 on: falls geometrically where k lies below the mean.
    private static double Tail(int k, int n, double p)
    {
        double sum = 1, term = 1, odds = (1 - p) / p;
        for (int i = k; i > 0 && term > 1e-17 * sum; i--)
        {
            term *= odds * i / (n - i + 1);
            sum += term;
        }

        return sum;
    }

    private static double Root(Func<double, bool> holds)
    {
        (double low, double high) = (0, 1);
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = holds(middle) ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static double Log1MinusExp(double x) => x >= 0 ? double.NegativeInfinity : Math.Log(-(Math.Exp(x) - 1));

    private static double Times(int count, double logarithm) => count == 0 ? 0 : count * logarithm;

    // Stirling with three terms beyond small numbers: off by less than 1e-12 from 20 on.
    private static double LogFactorial(int n)
    {
        if (n < 20)
        {
            double product = 1;
            for (int i = 2; i <= n; i++)
                product *= i;
            return Math.Log(product);
        }

        double x = n + 1.0;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (1 / (12 * x)) - (1 / (360 * x * x * x)) + (1 / (1260 * x * x * x * x * x));
    }
}
