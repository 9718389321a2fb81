namespace Ponder.Evaluation;

/// <summary>What one exit said about every sample of a split, whether or not the sample would have left there.</summary>
/// <param name="Name">The exit's name in the plan.</param>
/// <param name="Predictions">Class per sample, 0-based; -1 where the logits hold a NaN.</param>
/// <param name="Confidences">Largest probability per sample, in [0, 1].</param>
/// <param name="Scores">What the policy compares, per sample; empty for the last exit. NaN never leaves.</param>
/// <param name="AcceptsBelow">Whether scores below the threshold leave (entropy), rather than scores above it.</param>
public sealed record ExitRecord(
    string Name, int[] Predictions, float[] Confidences, float[] Scores, bool AcceptsBelow = true)
{
    /// <summary>Whether a sample that got here leaves.</summary>
    /// <param name="sample">0-based; the exit must not be the last.</param>
    /// <param name="threshold">In the score's unit.</param>
    public bool Accepts(int sample, float threshold) =>
        AcceptsBelow ? Scores[sample] < threshold : Scores[sample] > threshold;
}
