namespace Ponder.Report.Charts;

/// <summary>Which of the style sheet's colours a thing has; one thing has the same colour in every plot.</summary>
internal static class Inks
{
    private const int SeriesCount = 6;

    public static string OfVariant(string variant) => variant switch
    {
        _ when variant.StartsWith("adaptive", StringComparison.Ordinal) => "adaptive",
        _ when variant.StartsWith("chosen", StringComparison.Ordinal) => "adaptive",
        _ when variant.StartsWith("static", StringComparison.Ordinal) => "static",
        _ => "other",
    };

    public static string OfSeries(int index) => FormattableString.Invariant($"series{index % SeriesCount}");

    /// <summary>The colour of an exit as a CSS value: from the early one to the late one.</summary>
    public static string OfExit(int index, int count)
    {
        var late = count > 1 ? 100 * index / (count - 1) : 0;
        return FormattableString.Invariant($"color-mix(in oklab, var(--late) {late}%, var(--early))");
    }
}
