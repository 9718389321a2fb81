namespace Ponder.EarlyExit;

/// <summary>One layer of a <see cref="ConvolutionalHead"/>.</summary>
/// <param name="Channels">Output channels, at least 1.</param>
/// <param name="Kernel">The window's height and width, at least 1. Default 3.</param>
/// <param name="Padding">Zeros on every side, at least 0. Default 1.</param>
/// <param name="Stride">Step of the window, at least 1. Default 1.</param>
/// <param name="Pool">Height and width of the max pooling of stride 2 behind it, sizes rounded up; 0 for none. Default 0.</param>
public sealed record HeadConvolution(int Channels, int Kernel = 3, int Padding = 1, int Stride = 1, int Pool = 0);
