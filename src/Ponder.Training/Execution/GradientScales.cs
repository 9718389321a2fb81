using Ponder.Graph;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Execution;

/// <summary>By how much gradients are scaled on their way back from an operator to what it reads; values stay as they are.</summary>
/// <remarks>
/// Three things are said in this one way. No gradient goes through the part of an answer that is the exit before's (Boosted Dynamic
/// Networks). None goes from gates into answers and features where gates and network take turns. And by gradient equilibrium (Li et al.
/// 2019, IMTA) the trunk gets, before exit e of K, 1 / (K - e) of the gradient of that exit's head and (K - e - 1) / (K - e) of what comes from
/// behind: a mean over the exits instead of a sum that grows towards the input.
/// </remarks>
internal sealed class GradientScales
{
    private readonly Dictionary<(GraphNode Reader, string Tensor), double> _scales = [];

    /// <summary>Finds what is scaled.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="hasEquilibrium">Whether the trunk's gradients are means over the exits.</param>
    /// <param name="detachesGates">Whether policies send no gradient back into answers and features.</param>
    public GradientScales(GatedGraph graph, bool hasEquilibrium = false, bool detachesGates = false)
    {
        if (graph.Plan is not { } plan)
            return;
        var carried = plan.Exits.Select(exit => exit.Carried).OfType<string>().ToHashSet();
        foreach (var node in graph.Nodes.Where(node => carried.Contains(node.Output)))
            Scale(node, node.Inputs, 0);
        if (detachesGates)
            DetachGates(graph, plan.Exits.Select(exit => exit.Score).OfType<string>(), [.. plan.Exits.Select(exit => exit.Logits)]);
        if (hasEquilibrium)
            Balance(graph, [.. plan.Exits.Select(exit => exit.Logits)], plan.TrunkLogits);
    }

    /// <summary>What an operator reads for a tensor: the same values, from which less gradient comes back.</summary>
    public Tensor Of(GraphNode reader, string name, Tensor tensor)
    {
        if (!_scales.TryGetValue((reader, name), out double scale) || !tensor.requires_grad)
            return tensor;
        if (scale == 0)
            return tensor.detach();
        return lerp(tensor.detach(), tensor, torch.tensor((float)scale).to(tensor.dtype)); // t + scale (t - t)
    }

    private void Scale(GraphNode reader, IEnumerable<string> tensors, double scale)
    {
        foreach (string tensor in tensors)
            _scales[(reader, tensor)] = scale * _scales.GetValueOrDefault((reader, tensor), 1);
    }

    // The policy is what scores are made of beside answers and what answers are made of.
    private void DetachGates(GatedGraph graph, IEnumerable<string> scores, IReadOnlyList<string> answers)
    {
        var network = GraphCutter.Extract(graph, answers).Nodes.Select(node => node.Output).ToHashSet();
        var policies = GraphCutter.Extract(graph, [.. scores]).Nodes.Select(node => node.Output).Where(output => !network.Contains(output)).ToHashSet();
        foreach (var node in graph.Nodes.Where(node => policies.Contains(node.Output)))
            Scale(node, node.Inputs.Where(input => graph.Producer(input) is { } producer && network.Contains(producer.Output)), 0);
    }

    private void Balance(GatedGraph graph, string[] answers, string trunkAnswer)
    {
        var trunk = GraphCutter.Extract(graph, [trunkAnswer]).Nodes.Select(node => node.Output).ToHashSet();
        for (int e = 0; e < answers.Length - 1; e++)
        {
            double share = 1.0 / (answers.Length - e);
            var head = GraphCutter.Extract(graph, [answers[e]]).Nodes.Select(node => node.Output).Where(output => !trunk.Contains(output)).ToHashSet();
            var branching = graph.Nodes.Where(node => head.Contains(node.Output)).SelectMany(node => node.Inputs)
                .Where(input => graph.Producer(input) is { } producer && trunk.Contains(producer.Output)).ToHashSet();
            foreach (var node in graph.Nodes.Where(node => node.Inputs.Any(branching.Contains)))
            {
                if (head.Contains(node.Output) || trunk.Contains(node.Output))
                    Scale(node, node.Inputs.Where(branching.Contains), head.Contains(node.Output) ? share : 1 - share);
            }
        }
    }
}
