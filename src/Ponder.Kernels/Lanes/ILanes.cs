namespace Ponder.Kernels;

/// <summary>
/// One vector width, as a type parameter: a kernel is written once over <typeparamref name="TVector"/> and the JIT
/// compiles it for each width as if written by hand. Implementations are empty structs, so every call is resolved and
/// inlined at compile time.
/// </summary>
/// <typeparam name="TVector">The vector type, or float for the scalar twin.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Floats per vector: 1, 4, 8 or 16.</summary>
    static abstract int Width { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(float* destination, TVector value);

    /// <summary>Stores the first <paramref name="count"/> lanes, in [0, Width), and touches nothing behind them.</summary>
    static abstract void StorePartial(float* destination, TVector value, int count);

    static abstract TVector Broadcast(float value);

    /// <summary>left * right + addend, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    static abstract TVector SquareRoot(TVector value);

    /// <summary>The larger operand in one instruction; the right one when either is NaN.</summary>
    static abstract TVector MaxNative(TVector left, TVector right);

    /// <summary>The smaller operand in one instruction; the right one when either is NaN.</summary>
    static abstract TVector MinNative(TVector left, TVector right);

    /// <summary>The nearest whole number, of two the even one.</summary>
    static abstract TVector Round(TVector value);

    /// <summary>Two to the power of a whole number from -126 to 127.</summary>
    static abstract TVector PowerOfTwo(TVector exponent);

    /// <summary>max(0, value); NaN stays NaN.</summary>
    static abstract TVector Relu(TVector value);

    /// <summary>The larger of lanes 2i and 2i + 1 in lane i, for the lower half of the lanes; what lies above is undefined.</summary>
    static abstract TVector MaxOfPairs(TVector value);
}
