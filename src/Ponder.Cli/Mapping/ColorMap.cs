namespace Ponder.Cli.Mapping;

/// <summary>Colors for numbers: equal steps look equal, more is lighter, and so they do in gray and to the color-blind.</summary>
/// <remarks>Ten colors of viridis (Smith and van der Walt 2015, matplotlib, CC0), straight lines between them.</remarks>
internal static class ColorMap
{
    private static readonly (byte Red, byte Green, byte Blue)[] Anchors =
    [
        (68, 1, 84), (72, 40, 120), (62, 74, 137), (49, 104, 142), (38, 130, 142),
        (31, 158, 137), (53, 183, 121), (109, 205, 89), (180, 222, 44), (253, 231, 37),
    ];

    /// <summary>The color of a number; below 0 and above 1 those of the ends, NaN as 0.</summary>
    public static (byte Red, byte Green, byte Blue) At(double fraction)
    {
        double place = (fraction > 0 ? Math.Min(fraction, 1) : 0) * (Anchors.Length - 1);
        int lower = Math.Min((int)place, Anchors.Length - 2);
        double share = place - lower;
        var (a, b) = (Anchors[lower], Anchors[lower + 1]);
        return (Between(a.Red, b.Red, share), Between(a.Green, b.Green, share), Between(a.Blue, b.Blue, share));
    }

    /// <summary>A color between two.</summary>
    public static byte Between(byte from, byte to, double share) => (byte)Math.Round(from + ((to - from) * share));
}
