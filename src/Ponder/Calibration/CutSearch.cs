using Ponder.Evaluation;

namespace Ponder.Calibration;

/// <summary>Chooses one cut per early exit by coordinate descent: each step sets one cut to its exact optimum, the others held.</summary>
internal sealed class CutSearch
{
    private const int PriceSteps = 24;
    private const int Restarts = 4;
    private const int LeftEarlier = -1;

    private readonly int _count;
    private readonly int _last;
    private readonly ScoreOrder[] _orders;
    private readonly Trade[][] _trades;
    private readonly int[] _alternatives;
    private readonly Lazy<List<int[]>> _starts;

    public CutSearch(ExitRecords records)
    {
        _count = records.Count;
        _last = records.Exits.Count - 1;
        _orders = [.. records.Exits.Take(_last).Select(exit => new ScoreOrder(exit))];
        _trades = [.. Enumerable.Range(0, _last + 1).Select(e => Enumerable.Range(0, _count)
            .Select(i => new Trade(
                records.Costs.Macs[e], records.IsCorrect(e, i) ? 1 : 0, records.IsCorrect(e, i) != records.IsCorrect(_last, i) ? 1 : 0)).ToArray())];
        _alternatives = new int[_count];
        _starts = new(PricedCuts);
    }

    /// <summary>Orders of the early exits, shallow to deep.</summary>
    public IReadOnlyList<ScoreOrder> Orders => _orders;

    /// <summary>Nobody leaves early.</summary>
    public int[] NoCuts => [.. _orders.Select(order => order.FirstCut)];

    /// <summary>The thresholds of some cuts.</summary>
    public float[] Thresholds(int[] cuts) => [.. cuts.Select((cut, e) => _orders[e].Threshold(cut))];

    /// <summary>The best cuts found for a value that may forbid; exact for one early exit.</summary>
    public int[] Best(Func<Trade, TradeValue> value)
    {
        int[] best = NoCuts;
        var bestValue = value(Sum(best));
        foreach (int[] start in Starts(value))
        {
            int[] cuts = Improve(start, value);
            var found = value(Sum(cuts));
            if (found.IsBetterThan(bestValue))
                (best, bestValue) = (cuts, found);
        }

        return best;
    }

    // Each exit used alone makes sure that several exits never do worse than one.
    private IEnumerable<int[]> Starts(Func<Trade, TradeValue> value)
    {
        foreach (int[] start in _starts.Value
            .OrderByDescending(cuts => value(Sum(cuts)).Primary).ThenByDescending(cuts => value(Sum(cuts)).Secondary).Take(Restarts))
        {
            yield return start;
        }

        for (int e = 0; e < _last; e++)
        {
            int[] alone = NoCuts;
            alone[e] = BestCut(alone, e, value);
            yield return alone;
        }
    }

    // Points of the convex hull: a correct answer priced from dear (nobody leaves) to worthless (all leave), and back.
    private List<int[]> PricedCuts()
    {
        double dearest = Math.Max(1, (double)(_trades[_last][0].Macs - _trades.Min(exit => exit[0].Macs))) * _count;
        double[] prices = [.. Enumerable.Range(0, PriceSteps).Select(step => dearest * Math.Pow(100.0 * _count, -step / (PriceSteps - 1.0))), 0];
        var found = new List<int[]>();
        int[] cuts = NoCuts;
        foreach (double price in prices.Concat(prices.Reverse()))
            found.Add(cuts = Improve(cuts, TradeValue.Priced(price)));
        return [.. found.DistinctBy(Sum)];
    }

    private int[] Improve(int[] start, Func<Trade, TradeValue> value)
    {
        int[] cuts = [.. start];
        var best = value(Sum(cuts));
        for (bool improved = true; improved;)
        {
            improved = false;
            for (int e = 0; e < _last; e++)
            {
                int before = cuts[e];
                cuts[e] = BestCut(cuts, e, value);
                var found = value(Sum(cuts));
                if (found.IsBetterThan(best))
                    (best, improved) = (found, true);
                else
                    cuts[e] = before;
            }
        }

        return cuts;
    }

    /// <summary>The best cut of one exit for given cuts of the others: one walk through its order.</summary>
    private int BestCut(int[] cuts, int exit, Func<Trade, TradeValue> value)
    {
        var total = WithoutExit(cuts, exit);
        var order = _orders[exit];
        var best = new TradeValue(double.NegativeInfinity, double.NegativeInfinity);
        int bestCut = order.FirstCut;
        for (int cut = 0; cut <= order.LastCut; cut++)
        {
            if (cut > 0 && order.Samples[cut - 1] is var sample && _alternatives[sample] is var alternative and not LeftEarlier)
                total = total + _trades[exit][sample] - _trades[alternative][sample];
            if (order.IsCut(cut) && value(total) is var found && found.IsBetterThan(best))
                (best, bestCut) = (found, cut);
        }

        return bestCut;
    }

    // Notes where every sample would go if this exit let nobody leave.
    private Trade WithoutExit(int[] cuts, int exit)
    {
        var total = default(Trade);
        for (int i = 0; i < _count; i++)
        {
            int taken = Taken(cuts, i, from: 0, endExclusive: exit);
            bool leftEarlier = taken < exit;
            if (!leftEarlier)
                taken = Taken(cuts, i, from: exit + 1, endExclusive: _last);
            _alternatives[i] = leftEarlier ? LeftEarlier : taken;
            total += _trades[taken][i];
        }

        return total;
    }

    private Trade Sum(int[] cuts)
    {
        var total = default(Trade);
        for (int i = 0; i < _count; i++)
            total += _trades[Taken(cuts, i, from: 0, endExclusive: _last)][i];
        return total;
    }

    private int Taken(int[] cuts, int sample, int from, int endExclusive)
    {
        int exit = from;
        while (exit < endExclusive && _orders[exit].Ranks[sample] >= cuts[exit])
            exit++;
        return exit;
    }
}
