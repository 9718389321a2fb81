namespace Ponder.Benchmarks;

/// <summary>One unit of a chain: a convolution, or two 1x1 convolutions through fewer or more channels.</summary>
internal sealed record ChainShape(int Kernel, int Channels, int MiddleChannels, int Size)
{
    public string Name => MiddleChannels == 0
        ? $"{Kernel}x{Kernel} {Channels}->{Channels} @{Size}"
        : $"1x1 {Channels}->{MiddleChannels}, {MiddleChannels}->{Channels} @{Size}";

    public long Macs => (long)Size * Size * Channels * (MiddleChannels == 0 ? Channels * Kernel * Kernel : 2 * MiddleChannels);
}
