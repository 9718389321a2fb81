using Ponder.Graph;

namespace Ponder.Halting;

/// <summary>Blocks of residual units of which each image, or each position, runs only as many as it needs.</summary>
/// <remarks>
/// Figurnov et al. 2017 (arXiv:1612.02297), after Graves 2016 (arXiv:1603.08983). With halting scores h of the units' outputs, the
/// last being 1: N is the first unit at which their sum reaches 1 - epsilon, the remainder R = 1 - the sum before it, the halting
/// distribution p is h before N, R at N and 0 behind it; the block's output is the sum of p * x, its ponder cost N + R. Their CIFAR
/// networks follow the normalisations before a score by a leaky ReLU; these do not, like their ImageNet networks.
/// Comparisons have no gradient, so that of the ponder cost is -1 for each score before N and 0 behind, as in the paper.
/// </remarks>
public static class HaltingLayers
{
    private const int Kernel = 3;

    /// <summary>Adds a block.</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="name">The block's name; units are <c>name.unit1</c>, ..., their scores <c>name.unit1.score</c>, ...</param>
    /// <param name="input">Features, [N, C, H, W].</param>
    /// <param name="units">At least one unit. The first runs everywhere and may change shapes; the others must not.</param>
    /// <param name="options">How units halt; null for the defaults.</param>
    /// <exception cref="ModelFormatException">A unit but the first changes the shape.</exception>
    public static HaltingBlock HaltingBlock(
        this GraphBuilder builder, string name, GraphValue input, IReadOnlyList<HaltingUnit> units, HaltingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(units);
        options ??= new HaltingOptions();
        options.Validate();
        if (units.Count == 0)
            throw new ArgumentException($"block '{name}': expected at least one unit, got none", nameof(units));
        return new HaltingEmitter(builder, name, options).Emit(input, units);
    }

    // One linear layer of what the image, or the position and its neighbours, look like; [N, 1, 1, 1] or [N, 1, H, W].
    internal static GraphValue Score(GraphBuilder builder, string name, GraphValue features, HaltingOptions options)
    {
        bool isLocal = options.Kind == HaltingKind.Position;
        var mean = builder.Add("GlobalAveragePool", $"{name}.mean", [features]); // [N, C, 1, 1]
        var seen = Linear(builder, $"{name}.image", Normalized(builder, mean, $"{name}.image.norm"), kernel: 1, isLocal ? null : options.InitialBias);
        if (isLocal)
        {
            var around = Linear(builder, $"{name}.position", Normalized(builder, features, $"{name}.position.norm"), Kernel, options.InitialBias); // [N, 1, H, W]
            seen = builder.Add("Add", $"{name}.sum", [around, seen]);
        }

        return builder.Add("Sigmoid", name, [seen]);
    }

    private static GraphValue Normalized(GraphBuilder builder, GraphValue features, string name) => builder.BatchNormalization(features, name, initialScale: 1);

    private static GraphValue Linear(GraphBuilder builder, string name, GraphValue features, int kernel, float? bias)
    {
        int channels = features.Shape[1], padding = kernel / 2;
        var weight = builder.NormalWeight($"{name}.weight", channels * kernel * kernel, 1, channels, kernel, kernel);
        GraphValue[] inputs = bias is { } start ? [features, weight, builder.Constant($"{name}.bias", HostTensor.Of([start], 1))] : [features, weight];
        return builder.Add(
            "Conv", name, inputs,
            ("kernel_shape", new[] { kernel, kernel }), ("pads", new[] { padding, padding, padding, padding }), ("strides", new[] { 1, 1 }));
    }
}
