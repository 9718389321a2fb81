namespace Ponder.Evaluation;

/// <summary>A statistic with what chance could have made of it.</summary>
/// <param name="Value">Of the samples themselves.</param>
/// <param name="Low">Lower end of the interval, in the statistic's unit.</param>
/// <param name="High">Upper end.</param>
public readonly record struct BootstrapInterval(double Value, double Low, double High);
