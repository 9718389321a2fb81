namespace Ponder.Graph.Opsets;

/// <summary>How an operator of some opsets is written in the one that the graph means.</summary>
/// <param name="OpType">The operator.</param>
/// <param name="First">The oldest opset that the rule is for.</param>
/// <param name="Last">The newest.</param>
/// <param name="Rewrite">Changes the node.</param>
/// <param name="NeedsShapes">Whether it asks for shapes or for the values of constants.</param>
internal sealed record OpsetRule(string OpType, int First, int Last, Action<NodeRewrite> Rewrite, bool NeedsShapes = false);
