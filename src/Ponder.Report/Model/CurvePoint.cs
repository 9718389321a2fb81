using System.Runtime.InteropServices;

namespace Ponder.Report;

/// <summary>A point of an accuracy-cost curve.</summary>
/// <param name="Macs">Mean multiply-adds per sample.</param>
/// <param name="Accuracy">A fraction.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CurvePoint(double Macs, double Accuracy);
