using System.Globalization;

namespace Ponder.Report.Html;

/// <summary>How the page prints quantities.</summary>
internal static class Numbers
{
    public const string Missing = "–";

    private static readonly (double Size, string Name)[] Units = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];

    public static string Percent(double? fraction, string format = "0.00") => Format(100 * fraction, format, " %");

    public static string Times(double? ratio) => Format(ratio, ratio >= 10 ? "0.0" : "0.00", "×");

    public static string Count(double? value) => Format(value, "#,0", "");

    /// <summary>Three digits that count: 0.0123, 1.23, 12.3, 123.</summary>
    public static string Significant(double? value) =>
        Format(value, SignificantFormat(Math.Abs(value ?? 0)), "");

    /// <summary>A large number with its decimal prefix, such as 3.21 M.</summary>
    public static string Macs(double? macs)
    {
        foreach (var (size, name) in Units)
        {
            if (macs >= size)
                return $"{Significant(macs / size)} {name}";
        }
        return Format(macs, "0", "");
    }

    /// <summary>A tick of an axis: no digit more than it needs.</summary>
    public static string Tick(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    public static string PercentTick(double fraction) =>
        (100 * fraction).ToString("0.####", CultureInfo.InvariantCulture) + " %";

    public static string MacsTick(double macs)
    {
        foreach (var (size, name) in Units)
        {
            if (macs >= size)
                return $"{Tick(macs / size)} {name}";
        }
        return Tick(macs);
    }

    private static string Format(double? value, string format, string unit) =>
        value is { } number && double.IsFinite(number)
            ? number.ToString(format, CultureInfo.InvariantCulture) + unit
            : Missing;

    private static string SignificantFormat(double size) => size switch
    {
        >= 100 => "#,0",
        >= 10 => "0.0",
        >= 1 => "0.00",
        >= 0.1 => "0.000",
        >= 0.01 => "0.0000",
        _ => "0.#####",
    };
}
