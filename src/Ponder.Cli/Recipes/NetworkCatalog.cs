using System.Globalization;
using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Halting;
using Ponder.Zoo;

namespace Ponder.Cli.Recipes;

/// <summary>The networks that recipes name.</summary>
internal static class NetworkCatalog
{
    private const string LeNetName = "lenet";
    private const string BranchyLeNetName = "b-lenet";
    private const string AlexNetName = "alexnet";
    private const string BranchyAlexNetName = "b-alexnet";
    private const string ResNetPrefix = "resnet";
    private const string LargeSuffix = "-64";
    private const int LargeClasses = 20; // of tiny-imagenet-20
    private const string BranchyResNetName = "b-resnet110";

    private static readonly Dictionary<string, Func<int, GatedGraph>> ControlGraphs = new()
    {
        ["d2nn-highlow"] = ControlDesigns.HighLow,
        ["d2nn-cascade"] = ControlDesigns.Cascade,
        ["d2nn-chain"] = ControlDesigns.Chain,
        ["d2nn-hierarchy"] = ControlDesigns.Hierarchy,
        ["d2nn-highlow-resnet"] = ControlDesigns.HighLowResNet,
    };

    /// <summary>All names, for messages.</summary>
    public static string Names { get; } =
        $"{LeNetName}, {AlexNetName}, {ResNetPrefix}N with N = 6n + 2 (32x32 images of 10 classes), {ResNetPrefix}N{LargeSuffix} (64x64 images of {LargeClasses} classes), {BranchyLeNetName}, {BranchyAlexNetName}, {BranchyResNetName}, {string.Join(", ", ControlGraphs.Keys)}";

    /// <summary>Whether a network has this name.</summary>
    public static bool IsKnown(string network) =>
        network is LeNetName or AlexNetName || IsControlGraph(network) || BranchesOf(network).Count > 0 || ResNetDepth(network) is not null || LargeResNetDepth(network) is not null;

    /// <summary>Whether a network has control nodes.</summary>
    public static bool IsControlGraph(string? network) => network is not null && ControlGraphs.ContainsKey(network);

    /// <summary>The branches of the network's own paper; empty for one without exits.</summary>
    public static IReadOnlyList<ExitBranch> BranchesOf(string? network) => network switch
    {
        BranchyLeNetName => LeNet.Branches,
        BranchyAlexNetName => AlexNet.Branches,
        BranchyResNetName => ResNet.FaithfulBranches,
        _ => [],
    };

    /// <summary>The trunk without early exits, as a model of one exit.</summary>
    /// <exception cref="ModelFormatException">The recipe's model cannot be a trunk.</exception>
    public static GatedGraph BuildTrunk(Recipe recipe) => recipe.Network switch
    {
        null => ExitAttachment.Attach(GatedGraph.Load(recipe.Model!), [], Policy(recipe), recipe.Seed, recipe.Title), // one of the two is there
        var network when IsControlGraph(network) => ControlGraphs[network](recipe.Seed),
        LeNetName or BranchyLeNetName => LeNet.Build(recipe.Seed),
        AlexNetName or BranchyAlexNetName => AlexNet.Build(recipe.Seed),
        BranchyResNetName => ResNet.BuildFaithful(recipe.Seed),
        var network when LargeResNetDepth(network) is { } depth => ResNet.BuildLarge(recipe.Seed, depth, LargeClasses),
        var network => ResNet.Build(recipe.Seed, ResNetDepth(network) ?? throw new ArgumentException($"network '{network}': expected {Names}", nameof(recipe))),
    };

    /// <summary>The trunk with its early exits. Until it is calibrated nobody leaves early.</summary>
    /// <exception cref="ModelFormatException">A branch does not fit the trunk.</exception>
    public static GatedGraph AttachBranches(Recipe recipe, GatedGraph trunk) => ExitAttachment.Attach(
        trunk, recipe.Branches?.Exits ?? BranchesOf(recipe.Network), Policy(recipe), recipe.Seed, recipe.Title, recipe.Branches?.Carry ?? 0);

    /// <summary>The trunk with units that halt.</summary>
    /// <exception cref="ModelFormatException">The trunk has no residual units.</exception>
    public static GatedGraph AttachHalting(Recipe recipe, HaltingStage stage, GatedGraph trunk) =>
        HaltingAttachment.Attach(trunk, stage.Options, recipe.Seed, $"{$"{stage.Kind}".ToLowerInvariant()}-halting-{recipe.Title}");

    private static IExitPolicy Policy(Recipe recipe) => recipe.Branches switch
    {
        { Learned: { } learned } => new LearnedExitPolicy(seesFeatures: learned.Features == "trunk"),
        { Policy: var policy } => ExitPolicies.Of(policy),
        null => new EntropyExitPolicy(0), // no early exit, so it is not used
    };

    private static int? LargeResNetDepth(string network) =>
        network.EndsWith(LargeSuffix, StringComparison.Ordinal) ? ResNetDepth(network[..^LargeSuffix.Length]) : null;

    private static int? ResNetDepth(string network) =>
        network.StartsWith(ResNetPrefix, StringComparison.Ordinal)
            && int.TryParse(network.AsSpan(ResNetPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int depth)
            && ResNet.IsDepth(depth)
            ? depth
            : null;
}
