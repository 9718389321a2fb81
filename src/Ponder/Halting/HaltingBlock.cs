using Ponder.Graph;

namespace Ponder.Halting;

/// <summary>A block of units that halt.</summary>
/// <param name="Output">The units' outputs weighted by the halting distribution, [N, C, H, W]; with masks the last unit's.</param>
/// <param name="PonderCost">Units that ran plus the remainder, [N, 1, 1, 1] by image or [N, 1, H, W] by position; from 1 to the number of units plus 1. With masks units that ran.</param>
/// <param name="Scores">Names of the units' halting scores, one fewer than there are units: the last always halts. With masks of the logits, one fewer too: the first always runs.</param>
public sealed record HaltingBlock(GraphValue Output, GraphValue PonderCost, IReadOnlyList<string> Scores);
