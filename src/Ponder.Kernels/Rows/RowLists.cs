using System.Numerics;
using System.Runtime.InteropServices;

namespace Ponder.Kernels;

/// <summary>Lists of pixel indices.</summary>
public static class RowLists
{
    /// <summary>Copies a list with every pixel moved on: one sample's rows become another's.</summary>
    /// <param name="source">Pixels.</param>
    /// <param name="distance">Added to each.</param>
    /// <param name="destination">At least as long as <paramref name="source"/>.</param>
    public static void Move(ReadOnlySpan<int> source, int distance, Span<int> destination)
    {
        destination = destination[..source.Length];
        var from = MemoryMarshal.Cast<int, Vector<int>>(source);
        var to = MemoryMarshal.Cast<int, Vector<int>>(destination);
        var step = new Vector<int>(distance);
        for (int i = 0; i < from.Length; i++)
            to[i] = from[i] + step;
        for (int i = from.Length * Vector<int>.Count; i < source.Length; i++)
            destination[i] = source[i] + distance;
    }
}
