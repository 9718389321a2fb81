using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>A head of plain convolutions, each with ReLU, then one fully connected layer: what BranchyNet's paper branches off.</summary>
/// <param name="Layers">The convolutions in their order, at least one.</param>
/// <param name="Normalized">Whether each convolution is followed by normalisation by channel instead of having a bias.</param>
/// <remarks>
/// Tensors are <c>conv</c>, <c>pool</c> and <c>relu</c> behind the exit's name, numbered from 1 when there are several layers.
/// Pooling comes before ReLU: the two commute, and fewer elements are left for the second.
/// </remarks>
public sealed record ConvolutionalHead(IReadOnlyList<HeadConvolution> Layers, bool Normalized = false) : IExitHead
{
    private const int PoolStride = 2;

    /// <inheritdoc/>
    public string Name => "convolutional";

    /// <inheritdoc/>
    public GraphValue Emit(GraphBuilder builder, GraphValue features, string exitName, int classes)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var active = features;
        for (int i = 0; i < Layers.Count; i++)
        {
            var layer = Layers[i];
            string number = Layers.Count == 1 ? "" : $"{i + 1}";
            string name = $"{exitName}.conv{number}";
            active = Normalized
                ? builder.NormalizedConvolution(active, name, layer.Channels, layer.Kernel, layer.Padding, layer.Stride)
                : builder.Convolution(active, name, layer.Channels, layer.Kernel, layer.Padding, layer.Stride);
            if (layer.Pool > 0)
                active = builder.MaxPool(active, $"{exitName}.pool{number}", layer.Pool, PoolStride, ceilMode: true);
            active = builder.Relu(active, $"{exitName}.relu{number}");
        }

        return builder.Linear(builder.Flatten(active, $"{exitName}.features"), $"{exitName}.logits", classes);
    }
}
