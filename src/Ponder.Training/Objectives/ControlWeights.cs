using Ponder.Control;
using Ponder.Graph;

namespace Ponder.Training.Objectives;

/// <summary>What of a control graph's constants makes its choices.</summary>
internal static class ControlWeights
{
    /// <summary>All other constants: those of the nodes between which is chosen, and every statistic of normalisation.</summary>
    /// <param name="graph">A control graph.</param>
    public static IReadOnlyList<string> FindOthers(GatedGraph graph)
    {
        var own = graph.Plan!.Control!.Nodes.Zip(ControlNodeOperators.Of(graph)) // the caller has one
            .Where(node => node.First.Kind == NodeKind.Control).SelectMany(node => node.Second)
            .SelectMany(operation => operation.OpType == "BatchNormalization" ? operation.Inputs.Take(3) : operation.Inputs).ToHashSet();
        return [.. graph.ConstantNames.Where(name => !own.Contains(name))];
    }
}
