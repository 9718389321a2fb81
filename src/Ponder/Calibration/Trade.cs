namespace Ponder.Calibration;

/// <summary>What a choice of cuts costs and buys, summed over all samples.</summary>
/// <param name="Macs">Multiply-adds.</param>
/// <param name="Correct">Correct answers.</param>
internal readonly record struct Trade(long Macs, int Correct)
{
    public static Trade operator +(Trade left, Trade right) => new(left.Macs + right.Macs, left.Correct + right.Correct);

    public static Trade operator -(Trade left, Trade right) => new(left.Macs - right.Macs, left.Correct - right.Correct);
}
