namespace Ponder.Kernels;

/// <summary>The part of a convolution's window that lies on the image; what lies beside it would only add zeros.</summary>
/// <param name="FirstRow">First row of the window, 0-based.</param>
/// <param name="Rows">Rows of the window, at least 1.</param>
/// <param name="FirstColumn">First column of the window, 0-based.</param>
/// <param name="Columns">Columns of the window, at least 1.</param>
public readonly record struct WindowPart(int FirstRow, int Rows, int FirstColumn, int Columns);
