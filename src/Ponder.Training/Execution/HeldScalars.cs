using TorchSharp;

namespace Ponder.Training.Execution;

/// <summary>Native numbers that live as long as the process.</summary>
/// <remarks>
/// TorchSharp adds a factor to every sum, by default a native scalar that it makes for the call and that nothing keeps alive:
/// a garbage collection during the call frees it. Sums and squares are written with these instead; what makes one in secret is
/// banned (eng/BannedSymbols.txt).
/// </remarks>
internal static class HeldScalars
{
    public static Scalar One { get; } = 1.ToScalar();

    public static Scalar Two { get; } = 2.ToScalar();

    /// <summary>Keeps a logarithm finite.</summary>
    public static Scalar Tiny { get; } = 1e-20.ToScalar();

    public static Scalar MinusOne { get; } = (-1).ToScalar();
}
