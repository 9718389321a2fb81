namespace Ponder.Kernels;

/// <summary>The operations of <see cref="ElementwiseOperation"/> as types.</summary>
internal static class ElementwiseOperations
{
    internal readonly struct Copy : IElementwise
    {
        public static int Operands => 1;

        public static TVector Apply<TVector, TLanes>(TVector a, TVector b, TVector c)
            where TVector : unmanaged
            where TLanes : ILanes<TVector> => a;
    }

    internal readonly struct Add : IElementwise
    {
        public static int Operands => 2;

        public static TVector Apply<TVector, TLanes>(TVector a, TVector b, TVector c)
            where TVector : unmanaged
            where TLanes : ILanes<TVector> => TLanes.Add(a, b);
    }

    internal readonly struct Subtract : IElementwise
    {
        public static int Operands => 2;

        public static TVector Apply<TVector, TLanes>(TVector a, TVector b, TVector c)
            where TVector : unmanaged
            where TLanes : ILanes<TVector> => TLanes.Subtract(a, b);
    }

    internal readonly struct Multiply : IElementwise
    {
        public static int Operands => 2;

        public static TVector Apply<TVector, TLanes>(TVector a, TVector b, TVector c)
            where TVector : unmanaged
            where TLanes : ILanes<TVector> => TLanes.Multiply(a, b);
    }

    internal readonly struct Divide : IElementwise
    {
        public static int Operands => 2;

        public static TVector Apply<TVector, TLanes>(TVector a, TVector b, TVector c)
            where TVector : unmanaged
            where TLanes : ILanes<TVector> => TLanes.Divide(a, b);
    }

    internal readonly struct MultiplyAdd : IElementwise
    {
        public static int Operands => 3;

        public static TVector Apply<TVector, TLanes>(TVector a, TVector b, TVector c)
            where TVector : unmanaged
            where TLanes : ILanes<TVector> => TLanes.MultiplyAdd(a, b, c);
    }

    internal readonly struct Minimum : IElementwise
    {
        public static int Operands => 2;

        public static TVector Apply<TVector, TLanes>(TVector a, TVector b, TVector c)
            where TVector : unmanaged
            where TLanes : ILanes<TVector> => TLanes.MinNative(a, b);
    }

    internal readonly struct Maximum : IElementwise
    {
        public static int Operands => 2;

        public static TVector Apply<TVector, TLanes>(TVector a, TVector b, TVector c)
            where TVector : unmanaged
            where TLanes : ILanes<TVector> => TLanes.MaxNative(a, b);
    }

    internal readonly struct Leaky : IElementwise
    {
        public static int Operands => 2;

        public static TVector Apply<TVector, TLanes>(TVector a, TVector b, TVector c)
            where TVector : unmanaged
            where TLanes : ILanes<TVector> =>
            TLanes.MultiplyAdd(b, TLanes.MinNative(TLanes.Broadcast(0), a), TLanes.MaxNative(TLanes.Broadcast(0), a));
    }

    internal readonly struct HardSwish : IElementwise
    {
        public static int Operands => 1;

        public static TVector Apply<TVector, TLanes>(TVector a, TVector b, TVector c)
            where TVector : unmanaged
            where TLanes : ILanes<TVector> => TLanes.Multiply(a, TLanes.MinNative(
                TLanes.Broadcast(1),
                TLanes.MaxNative(TLanes.Broadcast(0), TLanes.MultiplyAdd(a, TLanes.Broadcast(1f / 6), TLanes.Broadcast(0.5f)))));
    }

    internal readonly struct Sigmoid : IElementwise
    {
        public static int Operands => 1;

        public static TVector Apply<TVector, TLanes>(TVector a, TVector b, TVector c)
            where TVector : unmanaged
            where TLanes : ILanes<TVector> => TLanes.Divide(
                TLanes.Broadcast(1),
                TLanes.Add(TLanes.Broadcast(1), Exponential.Of<TVector, TLanes>(TLanes.Subtract(TLanes.Broadcast(0), a))));
    }

    internal readonly struct Swish : IElementwise
    {
        public static int Operands => 1;

        public static TVector Apply<TVector, TLanes>(TVector a, TVector b, TVector c)
            where TVector : unmanaged
            where TLanes : ILanes<TVector> => TLanes.Multiply(a, Sigmoid.Apply<TVector, TLanes>(a, b, c));
    }
}
