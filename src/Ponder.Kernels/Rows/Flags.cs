using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ponder.Kernels;

/// <summary>Operators on flags: bytes that are 1 for true and 0 for false. Sixteen at a time.</summary>
public static unsafe class Flags
{
    private const int Block = 16;

    /// <summary>Says which numbers lie below a limit; no number does not.</summary>
    /// <param name="source">Numbers.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="destination">As long as <paramref name="source"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Less(ReadOnlySpan<float> source, float limit, Span<byte> destination) => Compare<Below>(source, limit, destination);

    /// <summary>Says which numbers are at least a limit; no number is not.</summary>
    /// <inheritdoc cref="Less"/>
    public static void AtLeast(ReadOnlySpan<float> source, float limit, Span<byte> destination) => Compare<Reached>(source, limit, destination);

    /// <summary>Makes numbers of flags.</summary>
    /// <param name="source">Flags.</param>
    /// <param name="destination">As long as <paramref name="source"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToFloats(ReadOnlySpan<byte> source, Span<float> destination)
    {
        ThrowIfLengthsDiffer(source.Length, destination.Length);
        int i = 0;
        fixed (byte* from = source)
        fixed (float* to = destination)
        {
            for (; i <= destination.Length - Block; i += Block)
                Vector512.ConvertToSingle(Widened(from + i)).Store(to + i);
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
        fixed (byte* open = flags)
        fixed (float* first = accepted, second = refused, to = destination)
        {
            for (; i <= destination.Length - Block; i += Block)
            {
                var isOpen = Vector512.GreaterThan(Widened(open + i), Vector512<int>.Zero).AsSingle();
                Vector512.ConditionalSelect(isOpen, Vector512.Load(first + i), Vector512.Load(second + i)).Store(to + i);
            }
        }

        for (; i < flags.Length; i++)
            destination[i] = flags[i] != 0 ? accepted[i] : refused[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compare<TLimit>(ReadOnlySpan<float> source, float limit, Span<byte> destination)
        where TLimit : ILimit
    {
        ThrowIfLengthsDiffer(source.Length, destination.Length);
        int i = 0;
        var limits = Vector512.Create(limit);
        fixed (float* from = source)
        fixed (byte* to = destination)
        {
            for (; i <= destination.Length - Block; i += Block)
                Store(TLimit.Holds(Vector512.Load(from + i), limits), to + i);
        }

        for (; i < source.Length; i++)
            destination[i] = TLimit.Holds(source[i], limit) ? (byte)1 : (byte)0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Widened(byte* flags)
    {
        var bytes = Vector128.Load(flags);
        if (Avx512F.IsSupported)
            return Avx512F.ConvertToVector512Int32(bytes);
        var (low, high) = Vector128.Widen(bytes);
        var (first, second) = Vector128.Widen(low);
        var (third, fourth) = Vector128.Widen(high);
        return Vector512.Create(Vector256.Create(first, second), Vector256.Create(third, fourth)).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> isTrue, byte* flags)
    {
        var bits = isTrue.AsUInt32();
        var bytes = Avx512F.IsSupported
            ? Avx512F.ConvertToVector128Byte(bits)
            : Vector128.Narrow(Narrow(bits.GetLower()), Narrow(bits.GetUpper()));
        (bytes & Vector128<byte>.One).Store(flags);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Narrow(Vector256<uint> eight) => Vector128.Narrow(eight.GetLower(), eight.GetUpper());

    private static void ThrowIfLengthsDiffer(int source, int destination)
    {
        if (source != destination)
            throw new ArgumentException($"expected {source} flags or numbers in the destination, got {destination}");
    }

    private interface ILimit
    {
        static abstract Vector512<float> Holds(Vector512<float> numbers, Vector512<float> limits);

        static abstract bool Holds(float number, float limit);
    }

    private readonly struct Below : ILimit
    {
        public static Vector512<float> Holds(Vector512<float> numbers, Vector512<float> limits) => Vector512.LessThan(numbers, limits);

        public static bool Holds(float number, float limit) => number < limit;
    }

    private readonly struct Reached : ILimit
    {
        public static Vector512<float> Holds(Vector512<float> numbers, Vector512<float> limits) => Vector512.GreaterThanOrEqual(numbers, limits);

        public static bool Holds(float number, float limit) => number >= limit;
    }
}
