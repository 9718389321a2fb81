namespace Ponder.Evaluation;

/// <summary>How much samples pondered in a network whose units halt.</summary>
/// <param name="MacsDeviation">Standard deviation of the samples' multiply-adds.</param>
/// <param name="Blocks">The blocks, in running order.</param>
public sealed record HaltingUsage(double MacsDeviation, IReadOnlyList<BlockUsage> Blocks);
