using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Halting;
using Ponder.Plans;

namespace Ponder.Zoo;

/// <summary>Residual networks for 32x32 and 64x64 colour images, and B-ResNet-110 as in the code that its authors released.</summary>
/// <remarks>
/// He et al. 2015 (arXiv:1512.03385), section 4.2, with shortcuts without weights. Teerapittayanon, McDanel, Kung 2016
/// (arXiv:1709.01686) do not pad the first convolution, so that images are 30 pixels wide from there on; their code differs
/// from the paper in leaving first after the first convolution.
/// </remarks>
public static class ResNet
{
    private const int Classes = 10;
    private const int LargestDepth = 1202; // the largest that the paper trains
    private const int PaperDepth = 110;
    private const int DeepestPlainStart = 56; // deeper ones start as their shortcuts

    /// <summary>The two branches of B-ResNet-110: 48,211,200 and 4,291,200 multiply-adds.</summary>
    public static IReadOnlyList<ExitBranch> FaithfulBranches { get; } =
    [
        new("stem", new PaperHead("b-resnet110-1", EmitFirstBranch)),
        new("block18", new PaperHead("b-resnet110-2", (builder, features, exitName) => builder.BasicBlock(features, $"{exitName}.block1", 16, stride: 1))),
    ];

    /// <summary>Whether there is a network of this depth: 6n + 2 layers, 8 to 1202.</summary>
    public static bool IsDepth(int depth) => depth is >= 8 and <= LargestDepth && depth % 6 == 2;

    /// <summary>A network for 64x64 images whose first convolution steps by two: what follows is that for 32x32 images.</summary>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <param name="depth">As of <see cref="Build"/>.</param>
    /// <param name="classes">Classes of the answer.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no network of this depth.</exception>
    public static GatedGraph BuildLarge(int seed, int depth, int classes) => BuildPlain($"resnet{depth}-64", seed, depth, stemStride: 2, classes);

    /// <summary>A plain network: 40,551,040 multiply-adds at depth 20, 252,887,680 at 110. Block outputs are <c>block1</c>, <c>block2</c>, ...</summary>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <param name="depth">Layers with weights: 6n + 2 for n blocks in each of three stages, 8 to 1202.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no network of this depth.</exception>
    public static GatedGraph Build(int seed, int depth) => BuildPlain($"resnet{depth}", seed, depth, stemStride: 1, Classes);

    private static GatedGraph BuildPlain(string name, int seed, int depth, int stemStride, int classes)
    {
        if (!IsDepth(depth))
            throw new ArgumentOutOfRangeException(nameof(depth), depth, $"expected 6n + 2 layers, 8 to {LargestDepth}");
        var builder = new GraphBuilder(name, seed);
        var last = EmitBlocks(builder, depth, padding: 1, stemStride); // [N, 64, 8, 8]
        return Finish(builder, builder.GlobalAveragePool(last, "features"), classes);
    }

    /// <summary>The trunk of the released B-ResNet-110: 232,411,968 multiply-adds.</summary>
    /// <param name="seed">Seed of the initial weights.</param>
    public static GatedGraph BuildFaithful(int seed)
    {
        var builder = new GraphBuilder("b-resnet110-trunk", seed);
        var last = EmitBlocks(builder, PaperDepth, padding: 0, stemStride: 1); // [N, 64, 8, 8]
        return Finish(builder, builder.Flatten(builder.AveragePool(last, "pool", kernel: 6, stride: 1), "features"), Classes); // [N, 576]
    }

    /// <summary>The trunk of <see cref="BuildFaithful"/> with the exits of <see cref="FaithfulBranches"/>.</summary>
    /// <param name="seed">Seed of the initial weights; shared layers start as in the trunk.</param>
    /// <param name="policy">Decides at every early exit who leaves.</param>
    public static GatedGraph BuildFaithfulBranchy(int seed, IExitPolicy policy) =>
        ExitAttachment.Attach(BuildFaithful(seed), FaithfulBranches, policy, seed, "b-resnet110");

    /// <summary>A plain network whose three stages are blocks of units that halt.</summary>
    /// <param name="seed">Seed of the initial weights; layers have the names and start of <see cref="Build"/>.</param>
    /// <param name="depth">As there.</param>
    /// <param name="options">How units halt; null for positions.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no network of this depth.</exception>
    /// <remarks>Figurnov et al. 2017 (arXiv:1612.02297); their units normalise before they convolve, these behind it.</remarks>
    public static GatedGraph BuildHalting(int seed, int depth, HaltingOptions? options = null)
    {
        options ??= new HaltingOptions();
        return HaltingAttachment.Attach(Build(seed, depth), options, seed, $"{Prefix(options.Kind)}-resnet{depth}");
    }

    private static string Prefix(HaltingKind kind) => kind switch
    {
        HaltingKind.Image => "act",
        HaltingKind.Position => "sact",
        _ => "masked",
    };

    private static GraphValue EmitBlocks(GraphBuilder builder, int depth, int padding, int stemStride)
    {
        var image = builder.Input("image", TensorShape.Batch, 3, 32 * stemStride, 32 * stemStride);
        var active = builder.Relu(builder.NormalizedConvolution(image, "stem.norm", 16, kernel: 3, padding, stemStride), "stem");
        int blocks = (depth - 2) / 6;
        for (int number = 1; number <= 3 * blocks; number++)
        {
            int stage = (number - 1) / blocks;
            bool isHalved = stage > 0 && (number - 1) % blocks == 0;
            active = builder.BasicBlock(active, $"block{number}", 16 << stage, isHalved ? 2 : 1, initialScale: depth <= DeepestPlainStart ? 1 : 0);
        }

        return active;
    }

    private static GatedGraph Finish(GraphBuilder builder, GraphValue features, int classes)
    {
        var exits = ExitOutputs.Emit(builder, builder.Linear(features, "final.logits", classes), out var outputs);
        return builder.Build(new ModelPlan(exits, []), outputs);
    }

    private static GraphValue EmitFirstBranch(GraphBuilder builder, GraphValue features, string exitName)
    {
        var first = builder.Relu(builder.Convolution(features, $"{exitName}.conv1", 64, kernel: 5, padding: 2), $"{exitName}.relu1");
        // As in AlexNet: their framework does not divide alpha, 5e-5, by the size, and its bias is 2.
        var normalized = builder.LocalResponseNormalization(first, $"{exitName}.norm1", size: 3, alpha: 1.5e-4f, beta: 0.75f, bias: 2);
        var second = builder.Relu(builder.Convolution(normalized, $"{exitName}.conv2", 32, kernel: 3, padding: 1), $"{exitName}.relu2");
        return builder.Relu(builder.Convolution(second, $"{exitName}.conv3", 32, kernel: 3, padding: 1), $"{exitName}.relu3"); // [N, 32, 30, 30]
    }
}
