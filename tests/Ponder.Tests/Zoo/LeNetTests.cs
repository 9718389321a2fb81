using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Zoo;

namespace Ponder.Tests.Zoo;

public sealed class LeNetTests
{
    [Fact]
    public void BuildBranchy_CountsTheMacsOfTheReleasedCode()
    {
        var costs = ExitCosts.Of(LeNet.BuildBranchy(seed: 1, new EntropyExitPolicy(0.025f)));

        Assert.Equal(1_140_070, costs.StaticMacs);
        Assert.Equal(costs.StaticMacs + 107_650, costs.Macs[1]);
    }

    [Fact]
    public void BuildBranchy_FirstExit_PaysForFirstConvolutionAndBranch()
    {
        var costs = ExitCosts.Of(LeNet.BuildBranchy(seed: 1, new EntropyExitPolicy(0.025f)));

        Assert.Equal((30 * 30 * 25 * 5) + (15 * 15 * 9 * 5 * 10) + 6400, costs.Macs[0]);
    }

    [Fact]
    public void Build_PoolsWithCeilMode_GivesTheWidthsOfTheReleasedCode()
    {
        var graph = LeNet.BuildBranchy(seed: 1, new EntropyExitPolicy(0.025f));

        Assert.Equal(720, graph.Tensor("features").Shape[1]);
        Assert.Equal(640, graph.Tensor("exit1.features").Shape[1]);
    }

    [Fact]
    public void BuildBranchy_SameSeed_StartsFromTheWeightsOfTheTrunk()
    {
        var trunk = LeNet.Build(seed: 3);
        var branchy = LeNet.BuildBranchy(seed: 3, new EntropyExitPolicy(0.025f));

        Assert.Equal(trunk.Constant("conv2.weight").Floats.ToArray(), branchy.Constant("conv2.weight").Floats.ToArray());
    }

    [Fact]
    public void BuildBranchy_Tensors_AreThoseOfTheShippedModel()
    {
        var shipped = GatedGraph.Load(Path.Combine(RepositoryFolder.Root, "models", "b-lenet-mnist.onnx"));
        var built = LeNet.BuildBranchy(seed: 1, new EntropyExitPolicy(0.025f));

        Assert.Equal(shipped.Nodes.Select(node => node.Output), built.Nodes.Select(node => node.Output));
        Assert.Equal(shipped.ConstantNames.Select(shipped.Tensor).ToHashSet(), [.. built.ConstantNames.Select(built.Tensor)]);
    }

    [Fact]
    public void Save_Load_KeepsBytes()
    {
        byte[] bytes = LeNet.BuildBranchy(seed: 1, new EntropyExitPolicy(0.025f)).ToBytes();

        Assert.Equal(bytes, GatedGraph.Parse(bytes, "copy").ToBytes());
    }
}
