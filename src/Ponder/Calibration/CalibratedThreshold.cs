namespace Ponder.Calibration;

/// <summary>One exit's threshold.</summary>
/// <param name="Exit">The exit's name in the plan.</param>
/// <param name="Value">In the score's unit, finite.</param>
public sealed record CalibratedThreshold(string Exit, float Value);
