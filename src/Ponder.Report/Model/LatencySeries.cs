namespace Ponder.Report;

/// <summary>All measured times of one variant.</summary>
/// <param name="Name">How the plot calls it; <c>adaptive</c> and <c>static</c> at the beginning choose the colour.</param>
/// <param name="Milliseconds">One value per call, above 0, in any order.</param>
public sealed record LatencySeries(string Name, IReadOnlyList<double> Milliseconds);
