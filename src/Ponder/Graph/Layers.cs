using System.Text;

namespace Ponder.Graph;

/// <summary>Layers as people name them, put together from ONNX operators; weights start from the builder's seed.</summary>
public static class Layers
{
    /// <summary>A convolution with bias, [N, C, H, W] to [N, O, H', W'].</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="name">Name of the output; weights are <c>name.weight</c> [O, C, k, k] and <c>name.bias</c> [O].</param>
    /// <param name="outputChannels">O.</param>
    /// <param name="kernel">k, the window's height and width.</param>
    /// <param name="padding">Zeros on every side.</param>
    /// <param name="stride">Step of the window.</param>
    public static GraphValue Convolution(
        this GraphBuilder builder, GraphValue input, string name, int outputChannels, int kernel, int padding = 0, int stride = 1)
    {
        int inputChannels = input.Shape[1];
        int fanIn = inputChannels * kernel * kernel;
        return builder.Add(
            "Conv", name,
            [
                input,
                builder.Weight($"{name}.weight", fanIn, outputChannels, inputChannels, kernel, kernel),
                builder.Weight($"{name}.bias", fanIn, outputChannels),
            ],
            ("kernel_shape", new[] { kernel, kernel }),
            ("pads", new[] { padding, padding, padding, padding }),
            ("strides", new[] { stride, stride }));
    }

    /// <summary>A convolution without bias, then normalisation by channel with running statistics.</summary>
    /// <inheritdoc cref="Convolution"/>
    /// <remarks>
    /// Weights are <c>name.conv.weight</c>, drawn from N(0, 2 / fan out) (He et al. 2015), and <c>name.scale</c>, <c>name.offset</c>,
    /// <c>name.mean</c>, <c>name.variance</c>, each [O].
    /// </remarks>
    public static GraphValue NormalizedConvolution(
        this GraphBuilder builder, GraphValue input, string name, int outputChannels, int kernel, int padding = 0, int stride = 1,
        float initialScale = 1)
    {
        int inputChannels = input.Shape[1];
        var weight = builder.NormalWeight($"{name}.conv.weight", outputChannels * kernel * kernel, outputChannels, inputChannels, kernel, kernel);
        var convolved = builder.Add(
            "Conv", $"{name}.conv", [input, weight],
            ("kernel_shape", new[] { kernel, kernel }),
            ("pads", new[] { padding, padding, padding, padding }),
            ("strides", new[] { stride, stride }));
        return builder.BatchNormalization(convolved, name, initialScale);
    }

    /// <summary>Normalisation by channel with running statistics, [N, C, H, W].</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="name">Name of the output; constants are <c>name.scale</c>, <c>name.offset</c>, <c>name.mean</c>, <c>name.variance</c>, each [C].</param>
    /// <param name="initialScale">Start of the scales.</param>
    public static GraphValue BatchNormalization(this GraphBuilder builder, GraphValue input, string name, float initialScale = 1)
    {
        int channels = input.Shape[1];
        return builder.Add(
            "BatchNormalization", name,
            [
                input,
                builder.Filled($"{name}.scale", initialScale, channels),
                builder.Filled($"{name}.offset", 0, channels),
                builder.Filled($"{name}.mean", 0, channels),
                builder.Filled($"{name}.variance", 1, channels),
            ],
            ("epsilon", 1e-5f), ("momentum", 0.9f));
    }

    /// <summary>Normalisation across neighbouring channels (Krizhevsky et al. 2012): x / (bias + alpha / size * sum of squares)^beta.</summary>
    public static GraphValue LocalResponseNormalization(
        this GraphBuilder builder, GraphValue input, string name, int size, float alpha, float beta, float bias) =>
        builder.Add("LRN", name, [input], ("size", size), ("alpha", alpha), ("beta", beta), ("bias", bias));

    /// <summary>In training, zeroes elements with a probability and scales the others up; otherwise nothing.</summary>
    public static GraphValue Dropout(this GraphBuilder builder, GraphValue input, string name, float probability) =>
        builder.Add("Dropout", name, [input, builder.Constant($"{name}.probability", HostTensor.Of([probability]))]);

    /// <summary>The mean over all positions, [N, C, H, W] to [N, C].</summary>
    public static GraphValue GlobalAveragePool(this GraphBuilder builder, GraphValue input, string name) =>
        builder.Flatten(builder.Add("GlobalAveragePool", $"{name}.pool", [input]), name);

    /// <summary>A fully connected layer, [N, K] to [N, M].</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="input">[N, K].</param>
    /// <param name="name">Name of the output; weights are <c>name.weight</c> [M, K] and <c>name.bias</c> [M].</param>
    /// <param name="outputFeatures">M.</param>
    public static GraphValue Linear(this GraphBuilder builder, GraphValue input, string name, int outputFeatures)
    {
        int fanIn = input.Shape[1];
        return builder.Add(
            "Gemm", name,
            [
                input,
                builder.Weight($"{name}.weight", fanIn, outputFeatures, fanIn),
                builder.Weight($"{name}.bias", fanIn, outputFeatures),
            ],
            ("transB", 1));
    }

    /// <summary>Max pooling over k x k windows, [N, C, H, W] to [N, C, H', W'].</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="name">Name of the output.</param>
    /// <param name="kernel">k.</param>
    /// <param name="stride">Step of the window.</param>
    /// <param name="ceilMode">Whether windows that hang over the far edge count: sizes are rounded up.</param>
    public static GraphValue MaxPool(
        this GraphBuilder builder, GraphValue input, string name, int kernel, int stride, bool ceilMode = false) =>
        builder.Add(
            "MaxPool", name, [input],
            ("kernel_shape", new[] { kernel, kernel }), ("strides", new[] { stride, stride }), ("ceil_mode", ceilMode ? 1 : 0));

    /// <summary>max(0, x), elementwise.</summary>
    public static GraphValue Relu(this GraphBuilder builder, GraphValue input, string name) => builder.Add("Relu", name, [input]);

    /// <summary>[N, C, H, W] to [N, C * H * W].</summary>
    public static GraphValue Flatten(this GraphBuilder builder, GraphValue input, string name) =>
        builder.Add("Flatten", name, [input], ("axis", 1));

    /// <summary>A gate: <paramref name="accepted"/> where the condition holds, else <paramref name="refused"/>.</summary>
    public static GraphValue Where(
        this GraphBuilder builder, GraphValue condition, GraphValue accepted, GraphValue refused, string name) =>
        builder.Add("Where", name, [condition, accepted, refused]);

    /// <summary>A weight drawn from U(-1/sqrt(fan in), 1/sqrt(fan in)), He et al. 2015 with the gain of a leaky slope of sqrt 5.</summary>
    private static GraphValue Weight(this GraphBuilder builder, string name, int fanIn, params ReadOnlySpan<int> shape)
    {
        var random = new Random(HashCodeOf(builder.Seed, name));
        float bound = 1 / MathF.Sqrt(fanIn);
        float[] values = new float[TensorShape.Of(shape).SampleLength];
        for (int i = 0; i < values.Length; i++)
            values[i] = ((2 * random.NextSingle()) - 1) * bound;
        return builder.Constant(name, HostTensor.Of(values, shape));
    }

    /// <summary>A weight drawn from N(0, 2 / fan), He et al. 2015.</summary>
    internal static GraphValue NormalWeight(this GraphBuilder builder, string name, int fan, params ReadOnlySpan<int> shape)
    {
        var random = new Random(HashCodeOf(builder.Seed, name));
        float[] values = new float[TensorShape.Of(shape).SampleLength];
        for (int i = 0; i < values.Length; i++)
        {
            // Box and Muller 1958.
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            values[i] = (float)(Math.Sqrt(2.0 / fan) * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return builder.Constant(name, HostTensor.Of(values, shape));
    }

    private static GraphValue Filled(this GraphBuilder builder, string name, float value, int count) =>
        builder.Constant(name, HostTensor.Of([.. Enumerable.Repeat(value, count)], count));

    // FNV-1a: string.GetHashCode differs from process to process.
    private static int HashCodeOf(int seed, string name)
    {
        uint hash = 2166136261 ^ (uint)seed;
        foreach (byte value in Encoding.UTF8.GetBytes(name))
            hash = (hash ^ value) * 16777619;
        return (int)hash;
    }
}
