namespace Ponder.Kernels;

/// <summary>An elementwise operation as a type parameter, so that the JIT compiles one loop for each.</summary>
internal interface IElementwise
{
    /// <summary>How many of a, b and c are read.</summary>
    static abstract int Operands { get; }

    static abstract TVector Apply<TVector, TLanes>(TVector a, TVector b, TVector c)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>;
}
