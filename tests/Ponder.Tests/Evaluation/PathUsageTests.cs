using Ponder.Evaluation;

namespace Ponder.Tests.Evaluation;

public sealed class PathUsageTests
{
    [Fact]
    public void Of_EvenShares_HasAllEntropy()
    {
        var usage = PathUsage.Of(["a", "b", "c", "d"], [0.25, 0.25, 0.25, 0.25]);

        Assert.Equal(4, usage.Distinct);
        Assert.Equal((Math.Log(4), 1), (usage.Entropy, usage.EntropyShare));
    }

    [Fact]
    public void Of_OnePathTakesNearlyAll_WarnsAndNamesTheRemedy()
    {
        string warning = Assert.IsType<string>(PathUsage.Of(["a", "b"], [0.01, 0.99]).Warning);

        Assert.StartsWith("the policy has collapsed: path 'b' takes 99 % of the samples", warning, StringComparison.Ordinal);
        Assert.EndsWith("more exploration, a smaller share of cost in the reward, a balance term or a longer warm-up", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_JustBelow_DoesNotWarn() => Assert.Null(PathUsage.Of(["a", "b"], [0.011, 0.989]).Warning);

    [Fact]
    public void Of_OnePath_CannotCollapse() => Assert.Equal(new PathUsage(1, 0, 0, null), PathUsage.Of(["final"], [1]));

    [Fact]
    public void ToJson_OfControlGraph_HasThePaths()
    {
        var result = new EvaluationResult("m.onnx", "ponder", 4, 0.5, 10, 20, 20, []) { Paths = new PathUsage(2, 0.5, 0.25, null) };

        Assert.EndsWith("""
            "exits":[],"paths":{"distinct":2,"entropy":0.5,"entropy_share":0.25}}
            """.TrimEnd(), result.ToJson(), StringComparison.Ordinal);
    }
}
