namespace Ponder.Report;

/// <summary>A single model or setting beside the curves.</summary>
/// <param name="Name">Written beside the mark: an exit's name, <c>static</c>, or <c>chosen</c> for the calibrated thresholds.</param>
/// <param name="Point">Where it lies.</param>
public sealed record CurveMark(string Name, CurvePoint Point);
