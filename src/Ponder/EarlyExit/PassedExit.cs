using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>An exit that a sample has passed.</summary>
/// <param name="Logits">Its answer, [N, classes].</param>
/// <param name="Score">What its policy compared, [N, 1].</param>
public sealed record PassedExit(GraphValue Logits, GraphValue Score);
