using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ponder.Kernels;

/// <summary>Adds up the lanes of eight vectors at once: eight sums lie in one vector, for little more than one of them would take.</summary>
/// <remarks>Each is a tree over its lanes, halves onto halves: 16 lanes to 8, 4, 2 and 1. Two vectors of which half the lanes count fit into one at every step.</remarks>
internal static unsafe class LaneSums
{
    /// <summary>Vectors at once.</summary>
    public const int Rows = 8;

    private const int Lanes = 16;

    /// <summary>Sums the lanes of each row.</summary>
    /// <param name="rows">Eight rows of sixteen lanes, one behind the other.</param>
    /// <returns>The sum of row i in lane i.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> OfEight(float* rows)
    {
        var even = Twos(Fours(Eights(rows, 0), Eights(rows, 4)), Fours(Eights(rows, 2), Eights(rows, 6)));
        var odd = Twos(Fours(Eights(rows, 1), Eights(rows, 5)), Fours(Eights(rows, 3), Eights(rows, 7)));
        return Ones(even, odd);
    }

    /// <summary>Sums the lanes of eight vectors in registers, for a CPU with AVX-512.</summary>
    /// <returns>As <see cref="OfEight(float*)"/>, to the bit.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> OfEight(
        Vector512<float> row0, Vector512<float> row1, Vector512<float> row2, Vector512<float> row3, Vector512<float> row4, Vector512<float> row5, Vector512<float> row6, Vector512<float> row7)
    {
        var even = Fours(Eights(row0, row2), Eights(row4, row6)); // four lanes of each
        var odd = Fours(Eights(row1, row3), Eights(row5, row7));
        var twos = Avx512F.UnpackLow(even.AsDouble(), odd.AsDouble()).AsSingle() + Avx512F.UnpackHigh(even.AsDouble(), odd.AsDouble()).AsSingle();
        var ones = twos + Avx512F.Permute4x32(twos, 0b10_11_00_01); // each of them twice
        return Avx512F.PermuteVar16x32(ones, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 0, 0, 0, 0, 0, 0, 0, 0)).GetLower();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Eights(Vector512<float> one, Vector512<float> other) =>
        Avx512F.Shuffle4x128(one, other, 0b01_00_01_00) + Avx512F.Shuffle4x128(one, other, 0b11_10_11_10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Fours(Vector512<float> one, Vector512<float> other) =>
        Avx512F.Shuffle4x128(one, other, 0b10_00_10_00) + Avx512F.Shuffle4x128(one, other, 0b11_01_11_01);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Eights(float* rows, int row) => Vector256.Load(rows + (row * Lanes)) + Vector256.Load(rows + (row * Lanes) + (Lanes / 2));

    // Four lanes of the one, then four of the other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Fours(Vector256<float> one, Vector256<float> other)
    {
        var kept = Vector256.Create(-1, -1, -1, -1, 0, 0, 0, 0).AsSingle();
        return Vector256.ConditionalSelect(kept, one, other) + Vector256.Shuffle(Vector256.ConditionalSelect(kept, other, one), Vector256.Create(4, 5, 6, 7, 0, 1, 2, 3));
    }

    // Two lanes of the one and of the other by turns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Twos(Vector256<float> one, Vector256<float> other)
    {
        var kept = Vector256.Create(-1, -1, 0, 0, -1, -1, 0, 0).AsSingle();
        return Vector256.ConditionalSelect(kept, one, other) + Vector256.Shuffle(Vector256.ConditionalSelect(kept, other, one), Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5));
    }

    // A lane of the one and of the other by turns.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Ones(Vector256<float> one, Vector256<float> other)
    {
        var kept = Vector256.Create(-1, 0, -1, 0, -1, 0, -1, 0).AsSingle();
        return Vector256.ConditionalSelect(kept, one, other) + Vector256.Shuffle(Vector256.ConditionalSelect(kept, other, one), Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6));
    }
}
