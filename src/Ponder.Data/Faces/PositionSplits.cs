namespace Ponder.Data.Faces;

/// <summary>Deals things that lie in an order in which neighbours are alike: by position, in whole units.</summary>
/// <param name="Train">What trains: start and exclusive end, as the others.</param>
/// <param name="Validation">A tenth of what does not test.</param>
/// <param name="Calibration">Another tenth.</param>
/// <param name="Test">The last sixth; empty where the test split comes from elsewhere.</param>
internal sealed record PositionSplits((int Start, int End) Train, (int Start, int End) Validation, (int Start, int End) Calibration, (int Start, int End) Test)
{
    private const int TestPart = 6;
    private const int HeldOutPart = 10;

    /// <summary>Deals.</summary>
    /// <param name="count">How many things there are.</param>
    /// <param name="hasTest">Whether the last sixth tests.</param>
    /// <param name="unit">Borders lie at multiples of it, at most this far before where they would be.</param>
    /// <param name="margin">How many things before each border belong to no split.</param>
    public static PositionSplits Of(int count, bool hasTest, int unit = 1, int margin = 0)
    {
        int Border(long position) => (int)(position / unit * unit);
        int known = hasTest ? Border((long)count * (TestPart - 1) / TestPart) : count;
        int validation = Border((long)known * (HeldOutPart - 2) / HeldOutPart), calibration = Border((long)known * (HeldOutPart - 1) / HeldOutPart);
        (int Start, int End) Before(int start, int border) => (start, border == count ? count : Math.Max(start, border - margin));
        return new PositionSplits(Before(0, validation), Before(validation, calibration), Before(calibration, known), (known, count));
    }
}
