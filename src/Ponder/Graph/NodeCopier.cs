namespace Ponder.Graph;

/// <summary>Takes a graph over into a builder part by part, so that a caller can put something between the parts. Names and constants are kept.</summary>
/// <param name="source">The graph, left as it is.</param>
/// <param name="builder">Where its operators go, each once.</param>
internal sealed class NodeCopier(GatedGraph source, GraphBuilder builder)
{
    private readonly HashSet<GraphNode> _copied = [];

    /// <summary>Takes over what a tensor needs and was not taken over before.</summary>
    /// <param name="tensor">A tensor of the source.</param>
    /// <param name="replaced">A tensor of the source that <paramref name="replacement"/> is read for.</param>
    /// <param name="replacement">A tensor of the builder of the same shape.</param>
    /// <returns>The tensor in the builder.</returns>
    public GraphValue To(string tensor, string replaced, GraphValue replacement)
    {
        if (tensor == replaced)
            return replacement;
        var needed = new HashSet<string> { tensor };
        var nodes = new Stack<GraphNode>();
        foreach (var node in source.Nodes.Reverse())
        {
            if (!node.Outputs.Any(needed.Contains) || !_copied.Add(node))
                continue;
            nodes.Push(node);
            needed.UnionWith(node.Inputs.Where(input => input != replaced));
        }

        foreach (var node in nodes)
            builder.Copy(source, node, replaced, replacement);
        return builder.Value(tensor);
    }
}
