using Ponder.Saliency;

namespace Ponder.Evaluation;

/// <summary>How long a network whose units halt thought about an image, and where.</summary>
/// <param name="Prediction">The class answered, 0-based; -1 where the logits hold a NaN.</param>
/// <param name="Confidence">Largest probability of the answer, in [0, 1].</param>
/// <param name="Macs">Multiply-adds spent.</param>
/// <param name="Blocks">The ponder cost in each block, in the plan's order; one position where images halt.</param>
/// <param name="Sum">The sum over blocks for every pixel of the input; one position where images halt.</param>
public sealed record PonderRecord(int Prediction, float Confidence, long Macs, IReadOnlyList<PositionMap> Blocks, PositionMap Sum);
