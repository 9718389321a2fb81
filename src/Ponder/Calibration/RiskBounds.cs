namespace Ponder.Calibration;

/// <summary>The bounds by their names, and what follows from any of them.</summary>
public static class RiskBounds
{
    private const int MostSamples = 1 << 24;

    private static readonly IRiskBound[] All = [new ExactBound(), new BettingBound(), new HoeffdingBentkusBound()];

    /// <summary>All names; the first is the default.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(bound => bound.Name)];

    /// <summary>A bound by its name.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static IRiskBound Of(string name) => All.FirstOrDefault(bound => bound.Name == name)
        ?? throw new ArgumentException($"bound '{name}': expected {string.Join(", ", Names)}", nameof(name));

    /// <summary>The smallest limit, to five digits, that a bound confirms; 1 when none is.</summary>
    public static double Upper(this IRiskBound bound, ReadOnlySpan<int> losses, double confidence, bool mayGain = true)
    {
        ArgumentNullException.ThrowIfNull(bound);
        (double below, double above) = (mayGain ? -1 : 0, 1);
        while (above - below > 1e-5)
        {
            double middle = (below + above) / 2;
            (below, above) = bound.IsBelow(losses, middle, confidence, mayGain) ? (below, middle) : (middle, above);
        }

        return above;
    }

    /// <summary>How many samples without a single loss it takes to confirm a limit; null when no number does.</summary>
    public static int? FewestSamples(this IRiskBound bound, double limit, double confidence, bool mayGain = true)
    {
        ArgumentNullException.ThrowIfNull(bound);
        (int below, int above) = (0, 1);
        for (; !bound.IsBelow(new int[above], limit, confidence, mayGain); above *= 2)
        {
            if (above >= MostSamples || limit <= 0)
                return null;
            below = above;
        }

        while (above - below > 1)
        {
            int middle = (below + above) / 2;
            (below, above) = bound.IsBelow(new int[middle], limit, confidence, mayGain) ? (below, middle) : (middle, above);
        }

        return above;
    }
}
