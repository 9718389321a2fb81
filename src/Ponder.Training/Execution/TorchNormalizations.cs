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

    /// <summary>Normalisation across neighbouring channels, in float32.</summary>
    /// <remarks>
    /// The sums over neighbours are a 1x1 convolution with a band of equal weights: forward and backward together take a third
    /// of the time of <c>local_response_norm</c>, which pools windows of three dimensions.
    /// </remarks>
    public static Tensor LocalResponse(GraphNode node, Tensor x)
    {
        int channels = (int)x.shape[1], size = node.GetInt("size", 1), before = (size - 1) / 2;
        float[] band = new float[channels * channels];
        for (int c = 0; c < channels; c++)
        {
            int start = Math.Max(0, c - before), end = Math.Min(channels, c - before + size);
            band.AsSpan((c * channels) + start, end - start).Fill(node.GetFloat("alpha", 1e-4f) / size);
        }

        using var exponent = (-(double)node.GetFloat("beta", 0.75f)).ToScalar(); // held until the call has returned
        var weights = tensor(band, [channels, channels, 1, 1]);
        var bias = tensor(Enumerable.Repeat(node.GetFloat("bias", 1), channels).ToArray());
        var wide = x.to(ScalarType.Float32);
        return wide.mul(nn.functional.conv2d(wide.mul(wide), weights, bias).pow(exponent)).to(x.dtype);
    }
}
