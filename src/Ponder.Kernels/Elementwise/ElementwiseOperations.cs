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
}
