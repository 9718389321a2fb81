using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Zoo;

namespace Ponder.Cli.Recipes;

/// <summary>The networks that recipes name.</summary>
internal static class NetworkCatalog
{
    private const string LeNetName = "lenet";
    private const string BranchyLeNetName = "b-lenet";

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names => [LeNetName, BranchyLeNetName];

    /// <summary>Exits of a network, the last one included.</summary>
    public static int ExitCount(string network) => network == BranchyLeNetName ? 2 : 1;

    /// <summary>The trunk without early exits.</summary>
    public static GatedGraph BuildTrunk(Recipe recipe) => LeNet.Build(recipe.Seed);

    /// <summary>The network with its early exits. Until it is calibrated nobody leaves early.</summary>
    public static GatedGraph BuildBranchy(Recipe recipe) => LeNet.BuildBranchy(recipe.Seed, new EntropyExitPolicy(0));
}
