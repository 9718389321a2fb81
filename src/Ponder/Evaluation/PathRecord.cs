namespace Ponder.Evaluation;

/// <summary>What one path of a control graph says about every sample of a split when it is forced.</summary>
/// <param name="Name">The path's name in the plan.</param>
/// <param name="Predictions">Class per sample, 0-based; -1 where the logits hold a NaN.</param>
/// <param name="Confidences">Largest probability per sample, in [0, 1].</param>
/// <param name="Entropies">Entropy of the probabilities per sample, in nats; infinite where the logits hold a NaN.</param>
public sealed record PathRecord(string Name, int[] Predictions, float[] Confidences, float[] Entropies);
