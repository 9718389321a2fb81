using Ponder.Graph;

namespace Ponder.Halting;

/// <summary>The roles of a network whose images or positions halt, part of the model's plan.</summary>
/// <param name="Kind">What halts.</param>
/// <param name="Blocks">The blocks, in running order.</param>
/// <remarks>Figurnov et al. 2017 (arXiv:1612.02297). The model's output <c>ponder_map</c> is the sum of the blocks' ponder costs in the image's size.</remarks>
public sealed record HaltingPlan(HaltingKind Kind, IReadOnlyList<HaltingBlockRole> Blocks)
{
    /// <summary>All that does not fit between the roles and a graph.</summary>
    internal IEnumerable<string> FindFaults(GatedGraph graph)
    {
        if (Blocks.Count == 0)
            yield return "plan: expected a block that halts, got none";
        if (!graph.Outputs.Contains(HaltingConstants.PonderMap))
            yield return $"plan: expected an output '{HaltingConstants.PonderMap}', got {string.Join(", ", graph.Outputs)}";
        foreach (var block in Blocks)
        {
            if (block.Scores.Count != block.Units - 1)
                yield return $"plan: block '{block.Name}': expected a score of {block.Units - 1} units, got {block.Scores.Count}";
            foreach (string tensor in block.Scores.Append(block.PonderCost).Where(tensor => !graph.Contains(tensor)))
                yield return $"plan: block '{block.Name}' names tensor '{tensor}', which is not in the graph";
        }
    }
}
