using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>What an exit says, before anybody decides who leaves there.</summary>
/// <param name="Logits">The answer, [N, classes].</param>
/// <param name="Features">What the branch reads of the trunk, [N, C, H, W]; null for the last exit, and where it is not known.</param>
/// <param name="Carried">The part of the answer that comes from the exit before; null where there is none.</param>
public sealed record ExitAnswer(GraphValue Logits, GraphValue? Features = null, GraphValue? Carried = null);
