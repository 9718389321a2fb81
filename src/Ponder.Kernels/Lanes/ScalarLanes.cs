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

    public static float Max(float left, float right) => MathF.Max(left, right);

    public static float Min(float left, float right) => MathF.Min(left, right);

    public static float Relu(float value) => value < 0 ? 0 : value;

    public static float Negate(float value) => -value;

    public static float Abs(float value) => MathF.Abs(value);

    public static float Sqrt(float value) => MathF.Sqrt(value);

    public static float Exp(float value) => MathF.Exp(value);

    public static float Log(float value) => MathF.Log(value);

    public static float And(float value, float mask) => BitConverter.Int32BitsToSingle(
        BitConverter.SingleToInt32Bits(value) & BitConverter.SingleToInt32Bits(mask));

    public static float SelectLess(float left, float right, float whenLess, float otherwise) =>
        left < right ? whenLess : otherwise;
}
