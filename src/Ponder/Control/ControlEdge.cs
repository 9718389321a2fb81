namespace Ponder.Control;

/// <summary>What lets a node run: an action of a control node. A node with several runs when one of them is chosen.</summary>
/// <param name="Control">Name of the control node.</param>
/// <param name="Action">Name of its action.</param>
/// <remarks>Liu and Deng 2017 (arXiv:1701.00299), figure 1: dashed edges. One action may let several nodes run.</remarks>
public sealed record ControlEdge(string Control, string Action);
