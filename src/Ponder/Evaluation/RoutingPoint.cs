namespace Ponder.Evaluation;

/// <summary>What a way of choosing paths reaches, and what it costs.</summary>
/// <param name="Name">A path's name, or <c>model</c>, <c>random</c> or <c>oracle</c>.</param>
/// <param name="Score">Accuracy, a fraction, or the score that was asked for.</param>
/// <param name="MacsMean">Mean multiply-adds of a sample.</param>
public sealed record RoutingPoint(string Name, double Score, double MacsMean);
