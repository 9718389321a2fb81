using Ponder.Graph;
using Ponder.Training.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Trainers;

/// <summary>BranchyNet's joint objective.</summary>
internal static class JointLoss
{
    /// <summary>Mean cross-entropy of every exit on a batch, shallow to deep; each [1].</summary>
    public static Tensor[] PerExit(TorchGraph network, GatedGraph graph, ReadOnlySpan<float> samples, ReadOnlySpan<long> labels)
    {
        var input = graph.Inputs[0];
        string[] exits = [.. graph.Plan!.Exits.Select(exit => exit.Logits)];
        var batch = tensor(samples.ToArray(), [.. input.Shape.WithBatch(labels.Length).Select(size => (long)size)]);
        var target = tensor(labels.ToArray());
        var logits = network.Run(new Dictionary<string, Tensor> { [input.Name] = batch }, exits, training: true);
        return [.. exits.Select(exit => nn.functional.cross_entropy(logits[exit], target))];
    }

    /// <summary>The weighted sum; an exit of weight 0 takes no part at all.</summary>
    /// <param name="losses">One for each exit.</param>
    /// <param name="weights">One for each exit; empty for 1 everywhere.</param>
    public static Tensor Sum(Tensor[] losses, IReadOnlyList<double> weights)
    {
        var joint = zeros(1);
        for (int e = 0; e < losses.Length; e++)
        {
            using var weight = (weights.Count == 0 ? 1 : weights[e]).ToScalar(); // held until the call has returned
            if (weights.Count == 0 || weights[e] > 0)
                joint = joint.add(losses[e].mul(weight), HeldScalars.One);
        }

        return joint;
    }
}
