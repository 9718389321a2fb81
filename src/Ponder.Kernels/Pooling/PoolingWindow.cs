namespace Ponder.Kernels;

/// <summary>One output pixel of a pooling and the pixels that it looks at, clipped to the image.</summary>
/// <param name="SourcePixel">Top left pixel of the window.</param>
/// <param name="Rows">Rows of the window, at least 1.</param>
/// <param name="Columns">Columns of the window, at least 1.</param>
/// <param name="DestinationPixel">Pixel that is written.</param>
/// <param name="Divisor">What an average divides by.</param>
public readonly record struct PoolingWindow(int SourcePixel, int Rows, int Columns, int DestinationPixel, int Divisor);
