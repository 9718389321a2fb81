using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>Where a policy decides: an exit's answer and what led to it.</summary>
/// <param name="Name">Prefix of all tensors that are made.</param>
/// <param name="Logits">The exit's answer, [N, classes].</param>
/// <param name="Features">What the branch reads of the trunk, [N, C, H, W]; null where that is not known.</param>
/// <param name="Previous">The exit before this one; null for the first.</param>
public sealed record ExitPoint(string Name, GraphValue Logits, GraphValue? Features = null, PassedExit? Previous = null);
