using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Zoo;

namespace Ponder.Tests.Zoo;

public sealed class ResNetTests
{
    [Theory]
    [InlineData(20, 40_551_040)]
    [InlineData(56, 125_485_696)]
    [InlineData(110, 252_887_680)]
    public void Build_Depth_CountsTheMacsOfThePaper(int depth, long macs) => Assert.Equal(macs, ExitCosts.Of(ResNet.Build(seed: 1, depth)).StaticMacs);

    [Fact]
    public void Build_Depth20_NamesItsNineBlocks()
    {
        var graph = ResNet.Build(seed: 1, depth: 20);

        Assert.Equal(TensorShape.Of(TensorShape.Batch, 16, 32, 32), graph.Tensor("block3").Shape);
        Assert.Equal(TensorShape.Of(TensorShape.Batch, 32, 16, 16), graph.Tensor("block4").Shape);
        Assert.Equal(TensorShape.Of(TensorShape.Batch, 64, 8, 8), graph.Tensor("block9").Shape);
        Assert.False(graph.Contains("block10"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(21)]
    [InlineData(1208)]
    public void Build_NoSuchDepth_Throws(int depth) => Assert.Throws<ArgumentOutOfRangeException>(() => ResNet.Build(seed: 1, depth));

    [Fact]
    public void BuildFaithfulBranchy_CountsTheMacsOfTheReleasedCode()
    {
        var costs = ExitCosts.Of(ResNet.BuildFaithfulBranchy(seed: 1, new EntropyExitPolicy(0)));

        Assert.Equal(232_411_968, costs.StaticMacs);
        Assert.Equal(388_800 + 48_211_200, costs.Macs[0]);
        Assert.Equal(costs.StaticMacs + 48_211_200 + 4_291_200, costs.Macs[2]);
    }

    [Fact]
    public void BuildFaithfulBranchy_ThirtyPixels_GivesTheWidthsOfTheReleasedCode()
    {
        var graph = ResNet.BuildFaithfulBranchy(seed: 1, new EntropyExitPolicy(0));

        Assert.Equal([576, 28_800, 14_400], new[] { "features", "exit1.features", "exit2.features" }.Select(name => graph.Tensor(name).Shape[1]));
    }

    [Fact]
    public void BuildLarge_Network_CostsAsMuchBehindItsFirstLayer()
    {
        var (small, large) = (ResNet.Build(seed: 1, depth: 20), ResNet.BuildLarge(seed: 1, depth: 20, classes: 20));

        Assert.Equal([TensorShape.Batch, 3, 64, 64], large.Inputs[0].Shape.Dimensions);
        Assert.Equal(ExitCosts.Of(small).StaticMacs + (10 * 64), ExitCosts.Of(large).StaticMacs); // ten classes more
    }
}
