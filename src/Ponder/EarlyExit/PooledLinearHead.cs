using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>The cheapest head: mean pooling to about 4x4, then one fully connected layer.</summary>
/// <remarks>
/// Kaya et al. 2019 (Shallow-Deep Networks, arXiv:1810.07052) pool by windows of a quarter of the image, rounded down, and mix
/// mean and maximum with a learned share; the mean alone is taken here.
/// </remarks>
public sealed record PooledLinearHead : IExitHead
{
    private const int PooledSize = 4;

    /// <inheritdoc/>
    public string Name => "pooled-linear";

    /// <inheritdoc/>
    public GraphValue Emit(GraphBuilder builder, GraphValue features, string exitName, int classes)
    {
        ArgumentNullException.ThrowIfNull(builder);
        int window = Math.Min(features.Shape[2], features.Shape[3]) / PooledSize;
        var pooled = window < 2 ? features : builder.AveragePool(features, $"{exitName}.pool", window, window); // [N, C, about 4, about 4]
        return builder.Linear(builder.Flatten(pooled, $"{exitName}.features"), $"{exitName}.logits", classes);
    }
}
