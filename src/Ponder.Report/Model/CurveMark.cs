namespace Ponder.Report;

/// <summary>A single model or setting beside the curves.</summary>
/// <param name="Name">Written beside it: an exit's name, <c>static</c>, or <c>chosen</c> (by calibration).</param>
/// <param name="Point">Where it lies.</param>
public sealed record CurveMark(string Name, CurvePoint Point);
