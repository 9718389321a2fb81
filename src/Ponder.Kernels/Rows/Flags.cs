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

    /// <summary>Takes each number from one place or the other.</summary>
    /// <param name="flags">Which: 1 for <paramref name="accepted"/>, 0 for <paramref name="refused"/>.</param>
    /// <param name="accepted">As long as <paramref name="flags"/>.</param>
    /// <param name="refused">As long as <paramref name="flags"/>.</param>
    /// <param name="destination">As long as <paramref name="flags"/>; may be one of the two.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Choose(ReadOnlySpan<byte> flags, ReadOnlySpan<float> accepted, ReadOnlySpan<float> refused, Span<float> destination)
    {
        ThrowIfLengthsDiffer(flags.Length, destination.Length);
        ThrowIfLengthsDiffer(accepted.Length, destination.Length);
        ThrowIfLengthsDiffer(refused.Length, destination.Length);
        int i = 0;
        for (; Vector128.IsHardwareAccelerated && i <= flags.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Create(flags.Slice(i, Vector128<byte>.Count)));
            var (first, second) = Vector128.Widen(low);
            var (third, fourth) = Vector128.Widen(high);
            Choose(first, accepted[i..], refused[i..], destination[i..]);
            Choose(second, accepted[(i + 4)..], refused[(i + 4)..], destination[(i + 4)..]);
            Choose(third, accepted[(i + 8)..], refused[(i + 8)..], destination[(i + 8)..]);
            Choose(fourth, accepted[(i + 12)..], refused[(i + 12)..], destination[(i + 12)..]);
        }

        for (; i < flags.Length; i++)
            destination[i] = flags[i] != 0 ? accepted[i] : refused[i];
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

    private static void Choose(Vector128<uint> flags, ReadOnlySpan<float> accepted, ReadOnlySpan<float> refused, Span<float> destination) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(flags, default).AsSingle(), Vector128.Create(accepted), Vector128.Create(refused)).CopyTo(destination);

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
