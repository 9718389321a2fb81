namespace Ponder.Report;

/// <summary>What exits did to one class.</summary>
/// <param name="Name">The class.</param>
/// <param name="Samples">Samples of it.</param>
/// <param name="Before">Fraction answered correctly by the network before it had exits.</param>
/// <param name="After">Fraction answered correctly with exits.</param>
public sealed record ClassSummary(string Name, int Samples, double Before, double After);
