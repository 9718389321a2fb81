using Ponder.Graph;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Execution;

/// <summary>Operators that normalise.</summary>
internal static class TorchNormalizations
{
    /// <summary>Normalisation by channel; in training with the batch's statistics, towards which the running ones move.</summary>
    /// <remarks>The running variance takes the batch's unbiased one, as PyTorch does; ONNX would take the biased one.</remarks>
    /// <param name="node">The operator.</param>
    /// <param name="inputs">x, scale, offset, running mean and running variance; the last two change in training.</param>
    /// <param name="training">Whether to train.</param>
    public static Tensor Batch(GraphNode node, Tensor?[] inputs, bool training) => nn.functional.batch_norm(
        inputs[0]!, inputs[3]!, inputs[4]!, inputs[1]!, inputs[2]!, training,
        momentum: 1 - node.GetFloat("momentum", 0.9f), // the share of the new, where ONNX names that of the old
        eps: node.GetFloat("epsilon", 1e-5f));

    public static Tensor LocalResponse(GraphNode node, Tensor x)
    {
        int size = node.GetInt("size", 1);
        if (size % 2 == 0)
            throw new NotSupportedException($"node '{node.Name}' (LRN): expected an odd size, got {size}");
        return nn.functional.local_response_norm(
            x, size, node.GetFloat("alpha", 1e-4f), node.GetFloat("beta", 0.75f), node.GetFloat("bias", 1));
    }
}
