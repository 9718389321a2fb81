namespace Ponder.Report;

/// <summary>All measured times of one variant.</summary>
/// <param name="Name">As written in the plot; a leading <c>adaptive</c> or <c>static</c> chooses the colour.</param>
/// <param name="Milliseconds">One value per call, above 0, in any order.</param>
public sealed record LatencySeries(string Name, IReadOnlyList<double> Milliseconds);
