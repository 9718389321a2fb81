namespace Ponder.EarlyExit;

/// <summary>The answer for one sample.</summary>
/// <param name="Class">The most probable class, 0-based.</param>
/// <param name="Exit">The exit taken, 0-based, shallow to deep.</param>
/// <param name="Confidence">The probability of the class, in [0, 1].</param>
/// <param name="Macs">Multiply-adds spent, heads included.</param>
public readonly record struct Prediction(int Class, int Exit, float Confidence, long Macs);
