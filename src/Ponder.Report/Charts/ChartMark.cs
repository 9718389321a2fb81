namespace Ponder.Report.Charts;

/// <summary>A named point of a plot.</summary>
/// <param name="Name">Written beside it.</param>
/// <param name="Ink">The style sheet's class of its colour.</param>
/// <param name="X">Value on the horizontal axis.</param>
/// <param name="Y">Value on the vertical axis.</param>
internal sealed record ChartMark(string Name, string Ink, double X, double Y);
