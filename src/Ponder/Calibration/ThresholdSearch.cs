using System.Diagnostics;
using Ponder.Evaluation;

namespace Ponder.Calibration;

/// <summary>Finds thresholds that trade accuracy for multiply-adds, on recorded answers and without running the network.</summary>
/// <remarks>
/// With one early exit the result is the exact optimum over all thresholds. With several the problem is combinatorial:
/// coordinate descent (each threshold set to its exact optimum in turn) from several points of the convex hull and from
/// each exit alone finds a local optimum that is never worse than the best use of any single early exit.
/// Not thread-safe.
/// </remarks>
public sealed class ThresholdSearch
{
    private const double ShareTolerance = 0.01;
    private const int FrontierSteps = 100;
    private const int SweepSteps = 40;
    private const int MostOperatingPoints = 16;
    private const int PathCorners = 3;
    private const int PathSteps = 10; // from corner to corner

    private readonly ExitRecords _records;
    private readonly CutSearch _search;
    private readonly int _lastCorrect;

    /// <summary>Prepares a search.</summary>
    /// <param name="records">The calibration split; never the test split.</param>
    public ThresholdSearch(ExitRecords records)
    {
        ArgumentNullException.ThrowIfNull(records);
        _records = records;
        _search = new CutSearch(records);
        _lastCorrect = Enumerable.Range(0, records.Count).Count(i => records.IsCorrect(records.Exits.Count - 1, i));
    }

    /// <summary>The thresholds at which nobody leaves early.</summary>
    public IReadOnlyList<float> NeverThresholds => _search.Thresholds(_search.NoCuts);

    /// <summary>Fewest multiply-adds within a loss of accuracy against the last exit alone, one standard error of the loss included.</summary>
    /// <param name="maxDrop">A fraction, e.g. 0.005; negative asks for a gain, which may not be met.</param>
    /// <remarks>
    /// The cheapest of thousands of thresholds is also the luckiest: without the standard error, new samples lose more than
    /// these did.
    /// </remarks>
    public ThresholdSearchResult WithinAccuracyDrop(double maxDrop)
    {
        // The tolerance keeps 0.01 of 100 samples one sample, although 0.01 is no binary fraction.
        double allowed = (maxDrop * _records.Count) + 1e-9;
        var result = Apply(_search.Best(TradeValue.CheapestWithin(allowed, _lastCorrect)));
        return result with { Met = result.AccuracyDrop <= maxDrop + 1e-9 };
    }

    /// <summary>Best accuracy within a mean cost; the cheapest thresholds when there is none.</summary>
    /// <param name="maxMacs">Mean multiply-adds of a sample.</param>
    public ThresholdSearchResult WithinMacs(double maxMacs)
    {
        var result = Apply(_search.Best(TradeValue.BestWithin(maxMacs * _records.Count)));
        return result with { Met = result.Point.MacsMean <= maxMacs };
    }

    /// <summary>Thresholds by which given shares of the samples leave at each exit. Looks at scores only, never at labels.</summary>
    /// <param name="shares">Fractions of all samples, one per exit, or one per early exit with the rest going to the last.</param>
    /// <returns>The nearest that equal scores allow; met within one point of every share.</returns>
    /// <exception cref="ArgumentException">The count is wrong, a share is negative, or they sum to more than 1.</exception>
    public ThresholdSearchResult ByExitShares(IReadOnlyList<double> shares)
    {
        int early = _records.Exits.Count - 1;
        if (shares.Count != early && shares.Count != early + 1)
            throw new ArgumentException($"exit shares: expected {early} or {early + 1}, got {shares.Count}", nameof(shares));
        if (!shares.All(share => share >= 0) || shares.Sum() > 1 + 1e-6)
            throw new ArgumentException($"exit shares: expected fractions that sum to at most 1, got {string.Join(", ", shares)}", nameof(shares));

        var result = Apply(CutsOfShares(shares, early));
        return result with { Met = shares.Zip(result.Point.ExitShares).All(pair => Math.Abs(pair.First - pair.Second) <= ShareTolerance) };
    }

    /// <summary>The best accuracy found for every hundredth of the range of costs, from the dearest to the cheapest.</summary>
    public IReadOnlyList<OperatingPoint> Frontier()
    {
        double dearest = _records.Costs.Macs.Max();
        double step = (dearest - _records.Costs.Macs.Min()) / FrontierSteps;
        return [.. Enumerable.Range(0, FrontierSteps + 1)
            .Select(k => WithinMacs(dearest - (k * step)))
            .Where(result => result.Met).Select(result => result.Point)
            .DistinctBy(point => (point.MacsMean, point.Accuracy)).OrderByDescending(point => point.MacsMean)];
    }

    /// <summary>A few points of the frontier to choose from, at most 16: from the cheapest to the most accurate, each dearer than the one before and more accurate.</summary>
    public IReadOnlyList<OperatingPoint> OperatingPoints()
    {
        var points = new List<OperatingPoint>();
        foreach (var point in Frontier().Append(WithinMacs(_records.Costs.Macs.Min()).Point).OrderBy(point => point.MacsMean).ThenByDescending(point => point.Accuracy))
        {
            if (points.Count == 0 || point.Accuracy > points[^1].Accuracy)
                points.Add(point);
        }

        return points.Count <= MostOperatingPoints
            ? points
            : [.. Enumerable.Range(0, MostOperatingPoints).Select(k => points[k * (points.Count - 1) / (MostOperatingPoints - 1)])];
    }

    /// <summary>A sweep from nobody leaving early to everybody leaving at the first exit. Looks at scores only, never at labels.</summary>
    /// <remarks>
    /// Shares q_k proportional to p^k, as in MSDNet (arXiv:1703.09844), with p = t / (1 - t) for t evenly spaced in [0, 1]:
    /// with two exits the first one's share is then evenly spaced.
    /// </remarks>
    public IReadOnlyList<OperatingPoint> ShareSweep()
    {
        var points = new List<OperatingPoint>();
        for (int step = SweepSteps; step >= 0; step--)
        {
            double t = step / (double)SweepSteps;
            // t^k (1 - t)^(K - 1 - k) is p^k times a constant, and finite at both ends.
            double[] weights = [.. _records.Exits.Select((_, k) => Math.Pow(t, k) * Math.Pow(1 - t, _records.Exits.Count - 1 - k))];
            double sum = weights.Sum();
            points.Add(ByExitShares([.. weights.Select(weight => weight / sum)]).Point);
        }

        return points;
    }

    /// <summary>A path from nobody leaving early to everybody leaving at the first exit, by way of the best answers for a quarter, a half and three quarters of the range of costs.</summary>
    /// <remarks>
    /// Between those the shares of the exits change evenly. Thresholds that are each the best on a few samples are also the luckiest, and leave gaps; here the samples
    /// only say how exits divide the work.
    /// </remarks>
    public IReadOnlyList<OperatingPoint> SharePath()
    {
        double dearest = _records.Costs.Macs.Max(), range = dearest - _records.Costs.Macs.Min();
        int exits = _records.Exits.Count;
        double[][] corners =
        [
            [.. Enumerable.Range(0, exits).Select(exit => exit == exits - 1 ? 1.0 : 0)],
            .. Enumerable.Range(1, PathCorners).Select(k => WithinMacs(dearest - (range * k / (PathCorners + 1))).Point.ExitShares.ToArray()),
            [.. Enumerable.Range(0, exits).Select(exit => exit == 0 ? 1.0 : 0)],
        ];
        return
        [
            .. corners.Zip(corners.Skip(1)).SelectMany(pair => Enumerable.Range(1, PathSteps)
                .Select(step => ByExitShares([.. pair.First.Zip(pair.Second, (from, to) => ((from * (PathSteps - step)) + (to * step)) / PathSteps)]).Point)),
        ];
    }

    private int[] CutsOfShares(IReadOnlyList<double> shares, int early)
    {
        int[] cuts = new int[early];
        bool[] left = new bool[_records.Count];
        double asked = 0;
        int gone = 0;
        for (int e = 0; e < early; e++)
        {
            asked += shares[e] * _records.Count;
            cuts[e] = NearestCut(_search.Orders[e], left, asked - gone);
            foreach (int sample in _search.Orders[e].Samples.Take(cuts[e]).Where(sample => !left[sample]))
            {
                left[sample] = true;
                gone++;
            }
        }

        return cuts;
    }

    private static int NearestCut(ScoreOrder order, bool[] left, double wanted)
    {
        int best = order.FirstCut;
        double bestError = double.PositiveInfinity;
        int leaving = 0;
        for (int cut = 0; cut <= order.LastCut; cut++)
        {
            if (cut > 0 && !left[order.Samples[cut - 1]])
                leaving++;
            double error = Math.Abs(leaving - wanted);
            if (order.IsCut(cut) && error < bestError)
                (best, bestError) = (cut, error);
        }

        return best;
    }

    private ThresholdSearchResult Apply(int[] cuts)
    {
        var point = _records.Apply(_search.Thresholds(cuts));
        Debug.Assert(point.Thresholds.All(float.IsFinite), "A threshold is finite.");
        return new ThresholdSearchResult(point, (_lastCorrect / (double)_records.Count) - point.Accuracy, Met: true);
    }
}
