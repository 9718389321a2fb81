using System.Globalization;

namespace Ponder.Data;

/// <summary>A split as a user writes it: <c>test</c> or <c>test[0:5000]</c>.</summary>
/// <param name="Name">The split.</param>
/// <param name="Start">First sample within it; null for its start.</param>
/// <param name="EndExclusive">One behind the last sample within it; null for its end.</param>
public sealed record SplitRange(string Name, int? Start, int? EndExclusive)
{
    /// <summary>Reads a split.</summary>
    /// <exception cref="DataNotFoundException">The text has another form.</exception>
    public static SplitRange Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int open = text.IndexOf('[', StringComparison.Ordinal);
        if (open < 0)
            return new SplitRange(text, null, null);
        string[] ends = text[(open + 1)..].TrimEnd(']').Split(':');
        if (!text.EndsWith(']') || ends.Length != 2
            || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int start)
            || !int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out int end))
        {
            throw new DataNotFoundException($"split '{text}': expected NAME or NAME[a:b], e.g. test[0:5000]");
        }

        return new SplitRange(text[..open], start, end);
    }
}
