namespace Ponder.Report;

/// <summary>The rule of one exit.</summary>
/// <param name="Exit">The exit's name.</param>
/// <param name="Rule">The rule in words, such as <c>leave when entropy (nats) is below</c>.</param>
/// <param name="Value">The threshold.</param>
public sealed record ExitThreshold(string Exit, string Rule, double Value);
