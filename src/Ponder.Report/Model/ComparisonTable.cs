namespace Ponder.Report;

/// <summary>A table of a comparison.</summary>
/// <param name="Heading">Above it.</param>
/// <param name="Titles">Of the columns; the first names the rows.</param>
/// <param name="Rows">As many cells each as there are titles.</param>
public sealed record ComparisonTable(string Heading, IReadOnlyList<string> Titles, IReadOnlyList<string[]> Rows);
