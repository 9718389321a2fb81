using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ponder.Kernels;

/// <summary>Sixteen floats per vector.</summary>
internal readonly unsafe struct Lanes512 : ILanes<Vector512<float>>
{
    public static int Width => 16;

    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    public static void Store(float* destination, Vector512<float> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(float* destination, Vector512<float> value, int count)
    {
        var half = value.GetLower();
        if ((count & 8) != 0)
        {
            half.Store(destination);
            destination += 8;
            half = value.GetUpper();
        }

        Lanes256.StorePartial(destination, half, count & 7);
    }

    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    public static Vector512<float> MultiplyAdd(
        Vector512<float> left,
        Vector512<float> right,
        Vector512<float> addend) => Vector512.FusedMultiplyAdd(left, right, addend);

    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

    public static Vector512<float> Subtract(Vector512<float> left, Vector512<float> right) => left - right;

    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => left * right;

    public static Vector512<float> Divide(Vector512<float> left, Vector512<float> right) => left / right;

    public static Vector512<float> SquareRoot(Vector512<float> value) => Vector512.Sqrt(value);

    public static Vector512<float> MaxNative(Vector512<float> left, Vector512<float> right) =>
        Vector512.MaxNative(left, right);

    public static Vector512<float> MinNative(Vector512<float> left, Vector512<float> right) =>
        Vector512.MinNative(left, right);

    public static Vector512<float> Round(Vector512<float> value) => Vector512.Round(value);

    public static Vector512<float> PowerOfTwo(Vector512<float> exponent) =>
        ((Vector512.ConvertToInt32(exponent) + Vector512.Create(127)) << 23).AsSingle();

    // x86 returns the second operand when one is NaN, ARM returns NaN: with zero first, NaN passes through on both.
    public static Vector512<float> Relu(Vector512<float> value) =>
        Vector512.MaxNative(Vector512<float>.Zero, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MaxOfPairs(Vector512<float> value) => Vector512.MaxNative(
        Vector512.Shuffle(value, Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 1, 3, 5, 7, 9, 11, 13, 15)),
        Vector512.Shuffle(value, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 0, 2, 4, 6, 8, 10, 12, 14)));
}
