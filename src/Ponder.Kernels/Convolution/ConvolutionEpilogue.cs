namespace Ponder.Kernels;

/// <summary>What is done to each sum before it is stored.</summary>
public readonly ref struct ConvolutionEpilogue
{
    /// <summary>Added to the sum; laid out and indexed as the destination, and may be it. Empty for none.</summary>
    public ReadOnlySpan<float> Residual { get; init; }

    /// <summary>Whether negative results become zero.</summary>
    public bool Relu { get; init; }
}
