using Ponder.Graph;

namespace Ponder.Control;

/// <summary>What a node reads: the output of another node, or a default value where that node does not run.</summary>
/// <param name="Source">Name of the node that is read.</param>
/// <param name="Default">
/// Sent for samples for which the source does not run; it must stretch to the source's shape, e.g. [1], [1, K] or [1, C, 1, 1].
/// Null where the source runs whenever its reader does.
/// </param>
/// <remarks>Liu and Deng 2017 (arXiv:1701.00299), figure 1: solid edges.</remarks>
public sealed record DataEdge(string Source, HostTensor? Default = null);
