namespace Ponder.Graph;

/// <summary>A tensor through which every path from a network's input to its answer goes: all that comes later is computed from it alone.</summary>
/// <param name="Name">The tensor.</param>
/// <param name="Macs">Multiply-adds of one sample up to it.</param>
public sealed record CutTensor(string Name, long Macs)
{
    /// <summary>All such tensors between a graph's inputs and a tensor, shallow to deep, without these two.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="answer">The tensor that is computed.</param>
    /// <exception cref="ModelFormatException">The tensor is not in the graph, or has no known shape.</exception>
    /// <remarks>
    /// One sweep in running order: a tensor is a cut when, behind the operator that makes it, nothing else that depends on the
    /// input is still to be read. All that runs before a cut leads to it, so the order does not matter.
    /// </remarks>
    public static IReadOnlyList<CutTensor> Find(GatedGraph graph, string answer)
    {
        var part = GraphCutter.Extract(graph, [answer]);
        var readers = part.Nodes.SelectMany(node => node.Inputs.Distinct()).CountBy(input => input).ToDictionary();
        var open = part.Inputs.Select(input => input.Name).ToHashSet();
        var cuts = new List<CutTensor>();
        long macs = 0;
        foreach (var node in part.Nodes.Where(node => node.Output != answer))
        {
            macs += NodeCost.Macs(part, node);
            if (!node.Inputs.Any(open.Contains))
                continue; // made of constants alone
            open.UnionWith(node.Outputs.Where(readers.ContainsKey));
            foreach (string input in node.Inputs.Distinct().Where(input => readers.ContainsKey(input)))
            {
                if (--readers[input] == 0)
                    open.Remove(input);
            }

            if (open.Count == 1 && open.Contains(node.Output))
                cuts.Add(new CutTensor(node.Output, macs));
        }

        return cuts;
    }
}
