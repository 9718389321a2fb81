namespace Ponder.Calibration;

/// <summary>How good a trade is; larger is better, the second number decides ties.</summary>
internal readonly record struct TradeValue(double Primary, double Secondary)
{
    public bool IsBetterThan(TradeValue other) =>
        Primary > other.Primary || (Primary == other.Primary && Secondary > other.Secondary);

    /// <summary>Fewest multiply-adds with at least so many correct answers.</summary>
    public static Func<Trade, TradeValue> CheapestWith(int correct) => trade => trade.Correct >= correct
        ? new TradeValue(-trade.Macs, trade.Correct)
        : new TradeValue(double.NegativeInfinity, trade.Correct);

    /// <summary>Most correct answers within so many multiply-adds.</summary>
    public static Func<Trade, TradeValue> BestWithin(double macs) => trade => trade.Macs <= macs
        ? new TradeValue(trade.Correct, -trade.Macs)
        : new TradeValue(double.NegativeInfinity, -trade.Macs);

    /// <summary>A correct answer is worth so many multiply-adds.</summary>
    public static Func<Trade, TradeValue> Priced(double macsPerCorrect) => trade =>
        new TradeValue((macsPerCorrect * trade.Correct) - trade.Macs, -trade.Macs);
}
