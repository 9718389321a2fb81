using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ponder.Kernels;

/// <summary>Four floats per vector.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Vector128<float>>
{
    public static int Width => 4;

    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    public static void Store(float* destination, Vector128<float> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(float* destination, Vector128<float> value, int count)
    {
        // Vector64 is emulated on x86, a double is two floats that both x86 and ARM move in one instruction.
        var pairs = value.AsDouble();
        if ((count & 2) != 0)
        {
            *(double*)destination = pairs.ToScalar();
            if ((count & 1) != 0)
                destination[2] = value.GetElement(2);
        }
        else if ((count & 1) != 0)
        {
            *destination = value.ToScalar();
        }
    }

    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    public static Vector128<float> MultiplyAdd(
        Vector128<float> left,
        Vector128<float> right,
        Vector128<float> addend) => Vector128.FusedMultiplyAdd(left, right, addend);

    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    public static Vector128<float> Subtract(Vector128<float> left, Vector128<float> right) => left - right;

    public static Vector128<float> Multiply(Vector128<float> left, Vector128<float> right) => left * right;

    public static Vector128<float> Divide(Vector128<float> left, Vector128<float> right) => left / right;

    public static Vector128<float> SquareRoot(Vector128<float> value) => Vector128.Sqrt(value);

    public static Vector128<float> MaxNative(Vector128<float> left, Vector128<float> right) =>
        Vector128.MaxNative(left, right);

    public static Vector128<float> MinNative(Vector128<float> left, Vector128<float> right) =>
        Vector128.MinNative(left, right);

    public static Vector128<float> Round(Vector128<float> value) => Vector128.Round(value);

    public static Vector128<float> PowerOfTwo(Vector128<float> exponent) =>
        ((Vector128.ConvertToInt32(exponent) + Vector128.Create(127)) << 23).AsSingle();

    // x86 returns the second operand when one is NaN, ARM returns NaN: with zero first, NaN passes through on both.
    public static Vector128<float> Relu(Vector128<float> value) =>
        Vector128.MaxNative(Vector128<float>.Zero, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MaxOfPairs(Vector128<float> value) => Vector128.MaxNative(
        Vector128.Shuffle(value, Vector128.Create(1, 3, 1, 3)),
        Vector128.Shuffle(value, Vector128.Create(0, 2, 0, 2)));
}
