namespace Ponder.Evaluation;

/// <summary>What a threshold on the cheapest path's entropy makes of a split.</summary>
/// <param name="Threshold">In nats: samples above it go down the dearest path as well, whose answer counts.</param>
/// <param name="DearestShare">Share of those samples.</param>
/// <param name="Score">Accuracy, a fraction, or the score that was asked for.</param>
/// <param name="MacsMean">Mean multiply-adds of a sample: the cheapest path, and for some the dearest on top; no control node is asked.</param>
public sealed record EntropyRoutingPoint(float Threshold, double DearestShare, double Score, double MacsMean);
