namespace Ponder.Graph;

/// <summary>Multiply-adds that the same samples spend, at the same positions.</summary>
/// <param name="Demand">For which outcomes of the gates they are spent; a gate by position holds if it is open anywhere.</param>
/// <param name="Positions">Where on a feature map; null for everywhere.</param>
/// <param name="Macs">Multiply-adds of one sample at all positions.</param>
public sealed record CostPart(Demand Demand, PositionDemand? Positions, long Macs);
