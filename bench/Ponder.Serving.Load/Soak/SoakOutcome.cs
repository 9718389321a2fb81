namespace Ponder.Serving.Load.Soak;

/// <summary>How a client fared.</summary>
/// <param name="Kind">What happened, to be counted.</param>
/// <param name="Fault">What is wrong with it; null where nothing is.</param>
internal readonly record struct SoakOutcome(string Kind, string? Fault = null);
