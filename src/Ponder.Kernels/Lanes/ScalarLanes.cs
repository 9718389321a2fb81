namespace Ponder.Kernels;

/// <summary>One float at a time, rounded exactly like the vectors: the reference for bit-identical results.</summary>
internal readonly unsafe struct ScalarLanes : ILanes<float>
{
    public static int Width => 1;

    public static float Load(float* source) => *source;

    public static void Store(float* destination, float value) => *destination = value;

    /// <summary>Stores nothing: fewer lanes than one are none.</summary>
    public static void StorePartial(float* destination, float value, int count)
    {
    }

    public static float Broadcast(float value) => value;

    public static float MultiplyAdd(float left, float right, float addend) =>
        MathF.FusedMultiplyAdd(left, right, addend);

    public static float Add(float left, float right) => left + right;

    public static float Subtract(float left, float right) => left - right;

    public static float Multiply(float left, float right) => left * right;

    public static float Divide(float left, float right) => left / right;

    public static float SquareRoot(float value) => MathF.Sqrt(value);

    public static float MaxNative(float left, float right) => left > right ? left : right;

    public static float MinNative(float left, float right) => left < right ? left : right;

    public static float Round(float value) => MathF.Round(value);

    public static float PowerOfTwo(float exponent) => BitConverter.Int32BitsToSingle(((int)exponent + 127) << 23);

    public static float Relu(float value) => value < 0 ? 0 : value;

    /// <summary>One lane holds no pair: undefined.</summary>
    public static float MaxOfPairs(float value) => value;
}
