using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ponder.Kernels;

/// <summary>Operators on flags: bytes that are 1 for true and 0 for false.</summary>
public static class Flags
{
    /// <summary>Says which numbers lie below a limit; no number does not.</summary>
    /// <param name="source">Numbers.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="destination">As long as <paramref name="source"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Less(ReadOnlySpan<float> source, float limit, Span<byte> destination) => Compare(source, limit, isReached: false, destination);

    /// <summary>Says which numbers are at least a limit; no number is not.</summary>
    /// <inheritdoc cref="Less"/>
    public static void AtLeast(ReadOnlySpan<float> source, float limit, Span<byte> destination) => Compare(source, limit, isReached: true, destination);

    /// <summary>Makes numbers of flags.</summary>
    /// <param name="source">Flags.</param>
    /// <param name="destination">As long as <paramref name="source"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToFloats(ReadOnlySpan<byte> source, Span<float> destination)
    {
        ThrowIfLengthsDiffer(source.Length, destination.Length);
        int i = 0;
        for (; Vector128.IsHardwareAccelerated && i <= source.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Create(source.Slice(i, Vector128<byte>.Count)));
            Store(low, destination[i..]);
            Store(high, destination[(i + 8)..]);
        }

        for (; i < source.Length; i++)
            destination[i] = source[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compare(ReadOnlySpan<float> source, float limit, bool isReached, Span<byte> destination)
    {
        ThrowIfLengthsDiffer(source.Length, destination.Length);
        int i = 0;
        for (var limits = Vector128.Create(limit); Vector128.IsHardwareAccelerated && i <= source.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var block = source.Slice(i, Vector128<byte>.Count);
            var low = Vector128.Narrow(Compared(block, limits, isReached), Compared(block[4..], limits, isReached));
            var high = Vector128.Narrow(Compared(block[8..], limits, isReached), Compared(block[12..], limits, isReached));
            (Vector128.Narrow(low, high) & Vector128<byte>.One).CopyTo(destination[i..]);
        }

        for (; i < source.Length; i++)
            destination[i] = (isReached ? source[i] >= limit : source[i] < limit) ? (byte)1 : (byte)0;
    }

    private static Vector128<uint> Compared(ReadOnlySpan<float> source, Vector128<float> limits, bool isReached)
    {
        var numbers = Vector128.Create(source);
        return (isReached ? Vector128.GreaterThanOrEqual(numbers, limits) : Vector128.LessThan(numbers, limits)).AsUInt32();
    }

    private static void Store(Vector128<ushort> flags, Span<float> destination)
    {
        var (low, high) = Vector128.Widen(flags);
        Vector128.ConvertToSingle(low.AsInt32()).CopyTo(destination);
        Vector128.ConvertToSingle(high.AsInt32()).CopyTo(destination[4..]);
    }

    private static void ThrowIfLengthsDiffer(int source, int destination)
    {
        if (source != destination)
            throw new ArgumentException($"expected {source} flags or numbers in the destination, got {destination}");
    }
}
