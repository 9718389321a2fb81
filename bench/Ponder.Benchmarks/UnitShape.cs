namespace Ponder.Benchmarks;

/// <summary>A residual unit.</summary>
/// <param name="Channels">Channels that enter and leave.</param>
/// <param name="MiddleChannels">Channels between; of a bottleneck, or 0 for a basic unit of two 3x3 convolutions.</param>
/// <param name="Size">Height and width.</param>
internal sealed record UnitShape(int Channels, int MiddleChannels, int Size)
{
    /// <summary>What people call it.</summary>
    public string Name => $"{(MiddleChannels > 0 ? $"bottleneck {Channels}-{MiddleChannels}-{Channels}" : $"basic {Channels}-{Channels}")} @{Size}";

    /// <summary>Multiply-adds of a position of the first convolution, which is asked around active positions as well.</summary>
    public long WideMacs => MiddleChannels > 0 ? (long)Channels * MiddleChannels : 9L * Channels * Channels;

    /// <summary>Multiply-adds of a position of what follows.</summary>
    public long NarrowMacs => MiddleChannels > 0 ? (9L * MiddleChannels * MiddleChannels) + ((long)MiddleChannels * Channels) : 9L * Channels * Channels;
}
