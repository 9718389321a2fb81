namespace Ponder.Graph;

/// <summary>Consecutive operators that are demanded by the same samples: they share one row list.</summary>
/// <param name="Index">Place in running order, 0-based.</param>
/// <param name="Demand">For which outcomes of the gates the segment runs.</param>
/// <param name="Nodes">Its operators in running order.</param>
/// <param name="Macs">Multiply-adds of one sample that runs it.</param>
public sealed record Segment(int Index, Demand Demand, IReadOnlyList<GraphNode> Nodes, long Macs);
