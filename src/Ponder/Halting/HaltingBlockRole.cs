namespace Ponder.Halting;

/// <summary>A block of units that halt.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Units">Number of units, at least 1.</param>
/// <param name="PonderCost">The tensor with units that ran plus the remainder, [N, 1, 1, 1] or [N, 1, H, W]; with masks without a remainder.</param>
/// <param name="Scores">Tensors with the halting scores of all units but the last; with masks the logits of all but the first.</param>
public sealed record HaltingBlockRole(string Name, int Units, string PonderCost, IReadOnlyList<string> Scores);
