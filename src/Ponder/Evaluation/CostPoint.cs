namespace Ponder.Evaluation;

/// <summary>An accuracy and what it costs.</summary>
/// <param name="Name">An exit's name, or <c>oracle</c>.</param>
/// <param name="MacsMean">Mean multiply-adds of a sample.</param>
/// <param name="Accuracy">Fraction of correct answers.</param>
public sealed record CostPoint(string Name, double MacsMean, double Accuracy);
