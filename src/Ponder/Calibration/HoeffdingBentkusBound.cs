namespace Ponder.Calibration;

/// <summary>The smaller of Hoeffding's and Bentkus' bounds: one formula of the mean, which does not ask in what order losses came.</summary>
/// <remarks>
/// Bates et al. 2021 (arXiv:2101.02703) and Angelopoulos et al. 2021 (Learn then Test, arXiv:2110.01052): with r the mean of n losses in
/// [0, 1], p = min(exp(-n h(min(r, limit), limit)), e P(Bin(n, limit) at most ceil(n r))). Where gains can occur, losses and limit are
/// first brought from [-1, 1] to [0, 1], which makes it far weaker than the betting bound.
/// </remarks>
public sealed class HoeffdingBentkusBound : IRiskBound
{
    /// <inheritdoc/>
    public string Name => "hoeffding-bentkus";

    /// <inheritdoc/>
    public bool IsBelow(ReadOnlySpan<int> losses, double limit, double confidence, bool mayGain = true)
    {
        int n = losses.Length;
        double sum = 0;
        foreach (int loss in losses)
            sum += mayGain ? (loss + 1) / 2.0 : loss;
        double most = mayGain ? (limit + 1) / 2 : limit;
        if (n == 0 || most <= 0)
            return false;
        if (most >= 1)
            return true;
        double mean = Math.Min(sum / n, most);
        double hoeffding = -n * Divergence(mean, most);
        double bentkus = 1 + Binomial.LogAtMost((int)Math.Ceiling(sum - 1e-9), n, most);
        return Math.Min(hoeffding, bentkus) <= Math.Log(1 - confidence);
    }

    // Of two coins, in nats.
    private static double Divergence(double a, double b) =>
        (a > 0 ? a * Math.Log(a / b) : 0) + (a < 1 ? (1 - a) * Math.Log((1 - a) / (1 - b)) : 0);
}
