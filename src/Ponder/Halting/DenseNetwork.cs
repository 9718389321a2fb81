using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Halting;

/// <summary>A network that halts without its halting: what its multiply-adds and times are compared with.</summary>
public static class DenseNetwork
{
    /// <summary>Runs every unit everywhere; a block's output is its last unit's. Layers keep their names and weights, what decides is left out.</summary>
    /// <param name="graph">A network with blocks that halt, left as it is.</param>
    /// <returns>A model of one exit. Its weights learned to halt: its answers are not those of the network that halting was attached to.</returns>
    /// <exception cref="ArgumentException">The network has no blocks that halt.</exception>
    public static GatedGraph Of(GatedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.Plan is not { Halting: { } halting } plan)
            throw new ArgumentException($"{graph.Source}: expected blocks that halt, got none", nameof(graph));
        graph.ThrowIfNotConverted();
        var gates = GateFinder.Find(graph).Select(gate => gate.Condition).ToHashSet();
        var instead = graph.Nodes.Where(node => node.OpType == "Where" && gates.Contains(node.Inputs[0])).ToDictionary(node => node.Output, node => node.Inputs[1]);
        foreach (var block in halting.Blocks)
        {
            if (Mixture(graph, block) is { } mixture)
                instead[mixture.Output] = mixture.Features;
        }

        var model = graph.Proto.Clone();
        model.MetadataProps.Clear();
        foreach (var inputs in model.Graph.Node.Select(node => node.Input))
        {
            for (int i = 0; i < inputs.Count; i++)
            {
                while (instead.TryGetValue(inputs[i], out string? taken))
                    inputs[i] = taken;
            }
        }

        var network = GraphCutter.Extract(new GatedGraph(model, graph.Source), [plan.TrunkLogits]);
        var dense = ExitAttachment.Attach(network, [], new ConfidenceExitPolicy(1), seed: 0, graph.Source); // no early exit, so neither is used
        dense.Plan = dense.Plan! with { Labels = plan.Labels, Preprocessing = plan.Preprocessing, Data = plan.Data }; // attaching makes one
        return dense;
    }

    // The last unit's part of the mixture is its features times a weight. Null for a block whose output is its last unit's.
    private static (string Output, string Features)? Mixture(GatedGraph graph, HaltingBlockRole block)
    {
        string last = $"{block.Name}.unit{block.Units}", part = $"{last}.part";
        return graph.Producer(part) is { } product ? (block.Units == 1 ? part : $"{last}.output", product.Inputs[0]) : null;
    }
}
