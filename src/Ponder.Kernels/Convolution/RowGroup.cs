namespace Ponder.Kernels;

/// <summary>Neighbours in a row list whose windows lie on the image with the same part.</summary>
/// <param name="Count">Rows, at least 1.</param>
/// <param name="Part">What of their windows is summed.</param>
public readonly record struct RowGroup(int Count, WindowPart Part);
