namespace Ponder.Calibration;

/// <summary>How good a trade is; larger is better, the second number decides ties.</summary>
internal readonly record struct TradeValue(double Primary, double Secondary)
{
    public bool IsBetterThan(TradeValue other) =>
        Primary > other.Primary || (Primary == other.Primary && Secondary > other.Secondary);

    /// <summary>Fewest multiply-adds with at most so many fewer correct answers than the last exit alone has, one standard error included.</summary>
    public static Func<Trade, TradeValue> CheapestWithin(double maxLost, int lastCorrect) => trade =>
    {
        // A loss is a sum of -1, 0 and 1 over the samples: its standard error is the root of how many are not 0.
        double lost = lastCorrect - trade.Correct + Math.Sqrt(trade.Changed);
        return lost <= maxLost ? new TradeValue(-trade.Macs, -lost) : new TradeValue(double.NegativeInfinity, -lost);
    };

    /// <summary>Most correct answers within so many multiply-adds.</summary>
    public static Func<Trade, TradeValue> BestWithin(double macs) => trade => trade.Macs <= macs
        ? new TradeValue(trade.Correct, -trade.Macs)
        : new TradeValue(double.NegativeInfinity, -trade.Macs);

    /// <summary>A correct answer is worth so many multiply-adds.</summary>
    public static Func<Trade, TradeValue> Priced(double macsPerCorrect) => trade =>
        new TradeValue((macsPerCorrect * trade.Correct) - trade.Macs, -trade.Macs);
}
