namespace Ponder.Graph;

/// <summary>Where on a feature map something must be computed: at the positions that a gate lets through, and around them.</summary>
/// <param name="Condition">The gate's condition, [N, 1, H, W].</param>
/// <param name="Radius">How far around those positions, in both directions, diagonals included; at least 0.</param>
public sealed record PositionDemand(string Condition, int Radius);
