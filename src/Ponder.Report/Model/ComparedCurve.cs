namespace Ponder.Report;

/// <summary>A run's accuracy against its cost.</summary>
/// <param name="Name">The run.</param>
/// <param name="Points">By ascending multiply-adds.</param>
/// <param name="Chosen">Where its own thresholds lie.</param>
public sealed record ComparedCurve(string Name, IReadOnlyList<CurvePoint> Points, CurvePoint Chosen);
