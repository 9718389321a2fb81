namespace Ponder.Cli.Recipes;

/// <summary>How exits learn from a teacher's probabilities.</summary>
/// <param name="Weight">Share of the teacher in every exit's loss, 0 to 1.</param>
/// <param name="Temperature">What logits are divided by before softmax, above 0, at most 100.</param>
internal sealed record DistillationSetting(double Weight, double Temperature);
