namespace Ponder.Report.Charts;

/// <summary>A line of a plot.</summary>
/// <param name="Name">How the legend calls it.</param>
/// <param name="Ink">The style sheet's class of its colour, such as <c>adaptive</c>.</param>
/// <param name="Points">In the order drawn; a point that is not finite leaves a gap.</param>
internal sealed record ChartLine(string Name, string Ink, IReadOnlyList<(double X, double Y)> Points);
