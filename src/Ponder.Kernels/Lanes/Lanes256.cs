using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ponder.Kernels;

/// <summary>Eight floats per vector.</summary>
internal readonly unsafe struct Lanes256 : ILanes<Vector256<float>>
{
    public static int Width => 8;

    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    public static void Store(float* destination, Vector256<float> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(float* destination, Vector256<float> value, int count)
    {
        var half = value.GetLower();
        if ((count & 4) != 0)
        {
            half.Store(destination);
            destination += 4;
            half = value.GetUpper();
        }

        Lanes128.StorePartial(destination, half, count & 3);
    }

    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    public static Vector256<float> MultiplyAdd(
        Vector256<float> left,
        Vector256<float> right,
        Vector256<float> addend) => Vector256.FusedMultiplyAdd(left, right, addend);

    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => left + right;

    public static Vector256<float> Subtract(Vector256<float> left, Vector256<float> right) => left - right;

    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => left * right;

    public static Vector256<float> Divide(Vector256<float> left, Vector256<float> right) => left / right;

    public static Vector256<float> SquareRoot(Vector256<float> value) => Vector256.Sqrt(value);

    public static Vector256<float> MaxNative(Vector256<float> left, Vector256<float> right) =>
        Vector256.MaxNative(left, right);

    public static Vector256<float> MinNative(Vector256<float> left, Vector256<float> right) =>
        Vector256.MinNative(left, right);

    public static Vector256<float> Round(Vector256<float> value) => Vector256.Round(value);

    public static Vector256<float> PowerOfTwo(Vector256<float> exponent) =>
        ((Vector256.ConvertToInt32(exponent) + Vector256.Create(127)) << 23).AsSingle();

    // x86 returns the second operand when one is NaN, ARM returns NaN: with zero first, NaN passes through on both.
    public static Vector256<float> Relu(Vector256<float> value) =>
        Vector256.MaxNative(Vector256<float>.Zero, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MaxOfPairs(Vector256<float> value) => Vector256.MaxNative(
        Vector256.Shuffle(value, Vector256.Create(1, 3, 5, 7, 1, 3, 5, 7)),
        Vector256.Shuffle(value, Vector256.Create(0, 2, 4, 6, 0, 2, 4, 6)));
}
