using Ponder.Graph;

namespace Ponder.Inference.Compilation;

/// <summary>A normalisation with constant statistics as what it is: a factor and an offset for each channel.</summary>
internal sealed record ChannelScale(float[] Factors, float[] Offsets)
{
    /// <summary>Whether all numbers of a BatchNormalization node are constants.</summary>
    public static bool IsConstant(GraphView view, GraphNode node) =>
        node.Outputs.Count == 1 && Enumerable.Range(1, 4).All(input => view.Constant(node, input) is not null);

    /// <summary>Reads a BatchNormalization node: gamma / sqrt(variance + epsilon), beta - mean * that.</summary>
    public static ChannelScale Of(GraphView view, GraphNode node)
    {
        float[] Values(int input) => view.Constant(node, input)!.Floats.ToArray();
        var (gamma, beta, mean, variance) = (Values(1), Values(2), Values(3), Values(4));
        double epsilon = node.GetFloat("epsilon", 1e-5f);
        double[] factors = [.. gamma.Zip(variance, (factor, v) => factor / Math.Sqrt(v + epsilon))];
        return new ChannelScale(
            [.. factors.Select(factor => (float)factor)],
            [.. factors.Select((factor, c) => (float)(beta[c] - (mean[c] * factor)))]);
    }

    /// <summary>The weights [1, C, h, w] of a convolution that reads what this normalisation makes, and what its offsets add at each place of the window, [h, w].</summary>
    public (float[] Weights, float[] PlaceBias) FoldBefore(ReadOnlySpan<float> weights)
    {
        int places = weights.Length / Factors.Length;
        float[] scaled = new float[weights.Length];
        double[] added = new double[places];
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] = weights[i] * Factors[i / places];
            added[i % places] += (double)weights[i] * Offsets[i / places];
        }

        return (scaled, [.. added.Select(sum => (float)sum)]);
    }

    /// <summary>The weights [O, ...] and bias [O] of a convolution that this normalisation follows.</summary>
    public (float[] Weights, float[] Bias) Fold(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        int length = weights.Length / Factors.Length;
        float[] scaled = new float[weights.Length];
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] = weights[i] * Factors[i / length];
        float[] offsets = [.. Offsets];
        for (int c = 0; c < bias.Length; c++)
            offsets[c] += bias[c] * Factors[c];
        return (scaled, offsets);
    }
}
