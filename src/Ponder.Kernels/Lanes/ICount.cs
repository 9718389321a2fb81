namespace Ponder.Kernels;

/// <summary>A small number as a type parameter, so that the JIT compiles one method body per value.</summary>
internal interface ICount
{
    static abstract int Value { get; }
}
