using Ponder.EarlyExit;
using Ponder.Zoo;

namespace Ponder.Tests.Zoo;

public sealed class AlexNetTests
{
    [Fact]
    public void BuildBranchy_CountsTheMacsOfTheReleasedCode()
    {
        var costs = ExitCosts.Of(AlexNet.BuildBranchy(seed: 1, new EntropyExitPolicy(0)));

        Assert.Equal(28_247_296, costs.StaticMacs);
        Assert.Equal(costs.StaticMacs + 1_774_592 + 443_648, costs.Macs[2]);
    }

    [Fact]
    public void BuildBranchy_FirstExit_PaysForTwoConvolutionsAndItsBranch()
    {
        var costs = ExitCosts.Of(AlexNet.BuildBranchy(seed: 1, new EntropyExitPolicy(0)));

        Assert.Equal((1024 * 75 * 32) + (256 * 800 * 64) + 1_774_592, costs.Macs[0]);
    }

    [Fact]
    public void BuildBranchy_PoolsWithCeilMode_GivesTheWidthsOfTheReleasedCode()
    {
        var graph = AlexNet.BuildBranchy(seed: 1, new EntropyExitPolicy(0));

        Assert.Equal([1024, 512, 128], new[] { "features", "exit1.features", "exit2.features" }.Select(name => graph.Tensor(name).Shape[1]));
    }
}
