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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Less(ReadOnlySpan<float> source, float limit, Span<byte> destination)
    {
        ThrowIfLengthsDiffer(source.Length, destination.Length);
        int i = 0;
        for (var limits = Vector128.Create(limit); Vector128.IsHardwareAccelerated && i <= source.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var block = source.Slice(i, Vector128<byte>.Count);
            var low = Vector128.Narrow(Below(block, limits), Below(block[4..], limits));
            var high = Vector128.Narrow(Below(block[8..], limits), Below(block[12..], limits));
            (Vector128.Narrow(low, high) & Vector128<byte>.One).CopyTo(destination[i..]);
        }

        for (; i < source.Length; i++)
            destination[i] = source[i] < limit ? (byte)1 : (byte)0;
    }

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

    private static Vector128<uint> Below(ReadOnlySpan<float> source, Vector128<float> limits) => Vector128.LessThan(Vector128.Create(source), limits).AsUInt32();

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
