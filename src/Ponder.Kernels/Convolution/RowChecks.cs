namespace Ponder.Kernels;

/// <summary>What must hold before a kernel follows lists of rows without looking.</summary>
internal static class RowChecks
{
    /// <summary>Lists of one length whose destinations, and residuals if there are any, lie in their buffers.</summary>
    public static void Lists(ReadOnlySpan<int> from, int destinationLength, ReadOnlySpan<int> to, int residualLength, int channels)
    {
        if (from.Length != to.Length)
            throw new ArgumentException($"row lists: expected equal lengths, got {from.Length} and {to.Length}");
        if (to.IsEmpty)
            return;
        var (first, last) = RowRange.Of(to);
        long lastWritten = ((long)last + 1) * channels;
        if (first < 0 || lastWritten > destinationLength)
            throw new ArgumentException($"destination: expected pixels within {destinationLength} floats, got up to {lastWritten}");
        if (residualLength != 0 && residualLength < lastWritten)
            throw new ArgumentException($"residual: expected at least {lastWritten} floats, got {residualLength}");
    }

    /// <summary>A group that has its rows left and a part inside the window.</summary>
    public static void Group(in RowGroup group, int rowsLeft, in WindowPart window)
    {
        var part = group.Part;
        bool isInside = part is { FirstRow: >= 0, Rows: >= 1, FirstColumn: >= 0, Columns: >= 1 }
            && part.FirstRow + part.Rows <= window.Rows && part.FirstColumn + part.Columns <= window.Columns;
        if (!isInside || group.Count < 1 || group.Count > rowsLeft)
            throw new ArgumentException($"groups: expected 1 to {rowsLeft} rows and a part of the window {window}, got {group}");
    }

    /// <summary>Windows whose floats, from the first offset to the end behind the last, lie in the source.</summary>
    public static void Windows(int sourceLength, ReadOnlySpan<int> from, int channels, long firstOffset, long endOffset)
    {
        var (first, last) = RowRange.Of(from);
        long firstRead = ((long)first * channels) + firstOffset;
        long lastRead = ((long)last * channels) + endOffset;
        if (firstRead < 0 || lastRead > sourceLength)
            throw new ArgumentException($"source: expected windows within {sourceLength} floats, got {firstRead} to {lastRead}");
    }
}
