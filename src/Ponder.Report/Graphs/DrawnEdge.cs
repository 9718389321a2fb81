using Ponder.Report.Html;

namespace Ponder.Report.Graphs;

/// <summary>An edge of a picture.</summary>
/// <param name="From">Index of the node that it leaves, 0-based.</param>
/// <param name="To">Index of the node that it enters, above <paramref name="From"/>.</param>
/// <param name="Action">What is chosen on a control edge, written beside it, which is dashed; null for a data edge, which is solid.</param>
/// <param name="Share">Share of samples that pass, in [0, 1], which makes it wide; null where that is unknown.</param>
public sealed record DrawnEdge(int From, int To, string? Action = null, double? Share = null)
{
    /// <summary>What stands beside the edge; empty for nothing.</summary>
    internal string Label => string.Join(" ", new[] { Action, Share is { } share ? Numbers.Percent(share, "0.#") : null }.OfType<string>());
}
