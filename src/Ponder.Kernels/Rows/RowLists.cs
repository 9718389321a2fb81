using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ponder.Kernels;

/// <summary>Lists of pixel indices.</summary>
public static unsafe class RowLists
{
    private const int Block = 16;

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

    /// <summary>Copies the pixels that a mask lets through, in order, with each moved on.</summary>
    /// <param name="source">Pixels.</param>
    /// <param name="distance">Added to each.</param>
    /// <param name="positions">For each pixel its index in the mask; as long as <paramref name="source"/>.</param>
    /// <param name="mask">1 for what is copied, 0 for the rest.</param>
    /// <param name="destination">At least as long as <paramref name="source"/>; behind the result it may be written over.</param>
    /// <returns>The number of pixels copied.</returns>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    /// <exception cref="IndexOutOfRangeException">A position lies behind the mask.</exception>
    public static int Select(ReadOnlySpan<int> source, int distance, ReadOnlySpan<int> positions, ReadOnlySpan<byte> mask, Span<int> destination)
    {
        if (positions.Length != source.Length || destination.Length < source.Length)
            throw new ArgumentException($"expected {source.Length} positions and room for as many, got {positions.Length} and {destination.Length}");
        int read = 0, written = 0;
        if (Avx512F.IsSupported && InstructionSets.Best == InstructionSet.Vector512)
            (read, written) = SelectBlocks(source, distance, positions, mask, destination);
        for (; read < source.Length; read++)
        {
            // Written first and counted afterwards: no branch to guess wrong.
            destination[written] = source[read] + distance;
            written += mask[positions[read]];
        }

        return written;
    }

    // Up to sixteen pixels at a time, whose positions are neighbours; what is left at the end is for the caller.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int Read, int Written) SelectBlocks(
        ReadOnlySpan<int> source, int distance, ReadOnlySpan<int> positions, ReadOnlySpan<byte> mask, Span<int> destination)
    {
        int read = 0, written = 0;
        var step = Vector512.Create(distance);
        fixed (int* from = source, at = positions, to = destination)
        fixed (byte* open = mask)
        {
            // A block is written whole, so it needs room for sixteen behind what is there.
            while (read <= source.Length - Block && written <= destination.Length - Block && at[read] >= 0 && at[read] <= mask.Length - Block)
            {
                var places = Vector512.Load(at + read);
                ulong run = Vector512.Equals(places, Vector512.Create(at[read]) + Vector512<int>.Indices).ExtractMostSignificantBits();
                int neighbours = BitOperations.TrailingZeroCount(~run); // at least the first itself
                var isOpen = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(neighbours)) & Vector512.GreaterThan(Avx512F.ConvertToVector512Int32(Vector128.Load(open + at[read])), Vector512<int>.Zero);
                var chosen = Avx512F.Compress(Vector512<int>.Zero, isOpen, Vector512.Load(from + read) + step);
                chosen.Store(to + written);
                written += BitOperations.PopCount(isOpen.ExtractMostSignificantBits());
                read += neighbours;
            }
        }

        return (read, written);
    }
}
