namespace Ponder.Kernels;

/// <summary>What is done to each sum before it is stored.</summary>
public readonly ref struct ConvolutionEpilogue
{
    /// <summary>Added to the sum; laid out and indexed as the destination, and may be it. Empty for none.</summary>
    public ReadOnlySpan<float> Residual { get; init; }

    /// <summary>What the result is brought into; null for everything.</summary>
    public ActivationRange? Range { get; init; }
}
