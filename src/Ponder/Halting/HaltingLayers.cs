using Ponder.Graph;

namespace Ponder.Halting;

/// <summary>Blocks of residual units of which each image, or each position, runs only as many as it needs.</summary>
/// <remarks>
/// Figurnov et al. 2017 (arXiv:1612.02297), after Graves 2016 (arXiv:1603.08983). With halting scores h of the units' outputs, the
/// last being 1: N is the first unit at which their sum reaches 1 - epsilon, the remainder R = 1 - the sum before it, the halting
/// distribution p is h before N, R at N and 0 behind it; the block's output is the sum of p * x, its ponder cost N + R. Their CIFAR
/// networks follow the normalisations before a score by a leaky ReLU; these do not, like their ImageNet networks.
/// Comparisons have no gradient, so that of the ponder cost is -1 for each score before N and 0 behind, as in the paper.
/// <para>
/// Masks are those of Verelst and Tuytelaars 2020 (arXiv:1912.03203): a unit runs at a position where a logit of the features
/// that it reads, a 3x3 convolution of them and a linear layer of their mean, is at least 0; elsewhere features pass unchanged.
/// The block's output is the last unit's, its ponder cost the number of units that ran. Features are normalised before the
/// logit, as before a halting score; theirs are not. The first unit of a block, which may change shapes, has no mask; theirs has.
/// </para>
/// </remarks>
public static class HaltingLayers
{
    private const int Kernel = 3;

    /// <summary>Adds a block.</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="name">The block's name; units are <c>name.unit1</c>, ..., their scores <c>name.unit1.score</c>, ..., or their masks' logits <c>name.unit2.logit</c>, ...</param>
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
        return options.Kind == HaltingKind.Mask
            ? new MaskEmitter(builder, name, options).Emit(input, units)
            : new HaltingEmitter(builder, name, options).Emit(input, units);
    }

    internal static GraphValue Score(GraphBuilder builder, string name, GraphValue features, HaltingOptions options)
    {
        bool isLocal = options.Kind == HaltingKind.Position;
        return builder.Add("Sigmoid", name, [isLocal ? OfPositions(builder, name, $"{name}.sum", features, options) : OfImage(builder, name, features, options.Bias)]);
    }

    internal static GraphValue MaskLogit(GraphBuilder builder, string name, GraphValue features, HaltingOptions options) =>
        OfPositions(builder, name, name, features, options);

    /// <summary>What a unit makes where it is active, and what came in elsewhere.</summary>
    internal static GraphValue Gated(GraphBuilder builder, GraphValue active, HaltingUnit unit, string name, GraphValue input)
    {
        var made = unit(builder, $"{name}.made", input);
        return made.Shape == input.Shape
            ? builder.Where(active, made, input, name)
            : throw new ModelFormatException(builder.Source, $"unit '{name}': expected features {input.Shape} as those before it, got {made.Shape}");
    }

    /// <summary>The cost of a block of one unit is the same everywhere: as many numbers as there would be with more units.</summary>
    internal static GraphValue Wide(GraphBuilder builder, HaltingKind kind, GraphValue cost, GraphValue features, string unit)
    {
        if (cost.Shape.HasBatch)
            return cost;
        var like = builder.Add("ReduceMax", $"{unit}.like", [kind == HaltingKind.Image ? builder.Add("GlobalAveragePool", $"{unit}.mean", [features]) : features], ("axes", new[] { 1 }), ("keepdims", 1));
        return builder.Add("Add", $"{unit}.wide", [builder.Add("Mul", $"{unit}.nothing", [like, builder.Constant($"{unit}.zero", HostTensor.Of([0f], 1))]), cost]);
    }

    // One linear layer of what the image looks like, [N, 1, 1, 1].
    private static GraphValue OfImage(GraphBuilder builder, string name, GraphValue features, float? bias)
    {
        var mean = builder.Add("GlobalAveragePool", $"{name}.mean", [features]); // [N, C, 1, 1]
        return Linear(builder, $"{name}.image", Normalized(builder, mean, $"{name}.image.norm"), kernel: 1, bias);
    }

    // The same, and one of what each position and its neighbours look like, [N, 1, H, W].
    private static GraphValue OfPositions(GraphBuilder builder, string name, string output, GraphValue features, HaltingOptions options)
    {
        var image = OfImage(builder, name, features, bias: null);
        var around = Linear(builder, $"{name}.position", Normalized(builder, features, $"{name}.position.norm"), Kernel, options.Bias);
        return builder.Add("Add", output, [around, image]);
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
