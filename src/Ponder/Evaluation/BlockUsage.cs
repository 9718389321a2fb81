namespace Ponder.Evaluation;

/// <summary>How much samples pondered in one block.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Units">Its units.</param>
/// <param name="PonderCost">Mean ponder cost over samples and positions: units that ran plus the remainder.</param>
public sealed record BlockUsage(string Name, int Units, double PonderCost);
