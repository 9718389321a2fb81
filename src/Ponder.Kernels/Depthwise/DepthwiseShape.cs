namespace Ponder.Kernels;

/// <summary>A convolution that keeps channels apart: every channel has a window of its own.</summary>
/// <param name="Channels">Channels read and written.</param>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Columns of the window.</param>
/// <param name="DilationHeight">Pixels between rows of the window.</param>
/// <param name="DilationWidth">Pixels between columns of the window.</param>
public sealed record DepthwiseShape(int Channels, int KernelHeight, int KernelWidth, int DilationHeight = 1, int DilationWidth = 1);
