namespace Ponder.Calibration;

/// <summary>What a choice of cuts costs and buys, summed over all samples.</summary>
/// <param name="Macs">Multiply-adds.</param>
/// <param name="Correct">Correct answers.</param>
/// <param name="Changed">Samples that the last exit alone gets wrong and the choice right, or the other way round.</param>
internal readonly record struct Trade(long Macs, int Correct, int Changed)
{
    public static Trade operator +(Trade left, Trade right) => new(left.Macs + right.Macs, left.Correct + right.Correct, left.Changed + right.Changed);

    public static Trade operator -(Trade left, Trade right) => new(left.Macs - right.Macs, left.Correct - right.Correct, left.Changed - right.Changed);
}
