namespace Ponder.EarlyExit;

/// <summary>One run of basic blocks of a <see cref="ResidualHead"/>.</summary>
/// <param name="Channels">Channels of every block, at least as many as what comes in.</param>
/// <param name="Blocks">Number of blocks, at least 1.</param>
/// <param name="Stride">Step of the first block, at least 1; 2 halves height and width. Default 2.</param>
public sealed record HeadStage(int Channels, int Blocks, int Stride = 2);
