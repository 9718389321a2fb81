namespace Ponder.Kernels;

/// <summary>What a local response normalisation computes: x / (bias + alpha / size * sum of squares of size channels)^beta.</summary>
/// <param name="Channels">Floats of a pixel.</param>
/// <param name="Size">Channels that are summed over; of an even number one more lies behind than in front.</param>
/// <param name="Alpha">Factor of the mean of squares.</param>
/// <param name="Beta">Exponent.</param>
/// <param name="Bias">What is added to the mean.</param>
public sealed record LocalResponseShape(int Channels, int Size, float Alpha, float Beta, float Bias);
