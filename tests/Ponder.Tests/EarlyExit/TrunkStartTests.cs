using Ponder.EarlyExit;
using Ponder.Zoo;

namespace Ponder.Tests.EarlyExit;

public sealed class TrunkStartTests
{
    private static readonly ExitBranch Branch = new("block2", new ResidualHead([new HeadStage(32, 1), new HeadStage(64, 2)]));

    [Theory]
    [InlineData("exit1.block1.conv1.conv.weight", "block4.conv1.conv.weight")]
    [InlineData("exit1.block1.conv2.scale", "block4.conv2.scale")]
    [InlineData("exit1.block2.conv1.conv.weight", "block7.conv1.conv.weight")]
    [InlineData("exit1.block3.conv2.conv.weight", "block8.conv2.conv.weight")]
    [InlineData("exit1.logits.weight", "final.logits.weight")]
    public void Copy_ResidualHead_TakesTheFirstBlocksOfEachStage(string head, string trunk)
    {
        var graph = ExitAttachment.Attach(ResNet.Build(seed: 1, depth: 20), [Branch], new EntropyExitPolicy(0), seed: 2);

        Assert.Equal(13, TrunkStart.Copy(graph)); // six convolutions, each normalised, and the classifier
        Assert.Equal(graph.Constant(trunk).Floats.ToArray(), graph.Constant(head).Floats.ToArray());
    }

    [Fact]
    public void Copy_Trunk_StaysAsItWas()
    {
        var trunk = ResNet.Build(seed: 1, depth: 20);
        var graph = ExitAttachment.Attach(trunk, [Branch], new EntropyExitPolicy(0), seed: 2);

        TrunkStart.Copy(graph);

        Assert.All(
            trunk.ConstantNames.Where(name => name.StartsWith("block", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal)),
            name => Assert.Equal(trunk.Constant(name).Floats.ToArray(), graph.Constant(name).Floats.ToArray()));
    }

    [Fact]
    public void Copy_HeadOfOtherShapes_ChangesNothing()
    {
        var graph = LeNet.BuildBranchy(seed: 1, new EntropyExitPolicy(0));

        Assert.Equal(0, TrunkStart.Copy(graph));
    }
}
