using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Zoo;

namespace Ponder.Tests.EarlyExit;

public sealed class ExitProposerTests
{
    [Fact]
    public void Propose_OneExit_LeavesAtAFifthWithAStrongHead()
    {
        var trunk = ResNet.Build(seed: 1, depth: 56);
        var branch = Assert.Single(ExitProposer.Propose(trunk, 1));
        var costs = ExitCosts.Of(ExitAttachment.Attach(trunk, [branch], new ConfidenceExitPolicy(1), seed: 1));

        Assert.Equal("block5", branch.After);
        Assert.IsType<ResidualHead>(branch.Head);
        Assert.InRange(costs.Macs[1] - costs.StaticMacs, 0.10 * costs.StaticMacs, 0.15 * costs.StaticMacs);
    }

    [Fact]
    public void Propose_SmallNetwork_HasASlimmerHeadWithLayersOfItsOwn() =>
        Assert.IsType<ResidualHead>(Assert.Single(ExitProposer.Propose(ResNet.Build(seed: 1, depth: 20), 1)).Head);

    [Fact]
    public void Propose_ThreeExits_AreInOrderAndCheaperThanGoingOn()
    {
        var trunk = ResNet.Build(seed: 1, depth: 56);
        var branches = ExitProposer.Propose(trunk, 3);
        var costs = ExitCosts.Of(ExitAttachment.Attach(trunk, branches, new ConfidenceExitPolicy(1), seed: 1));

        Assert.Equal(4, costs.Macs.Count);
        Assert.All(costs.Macs.SkipLast(1), macs => Assert.InRange(macs, 1, costs.StaticMacs - 1));
    }

    [Fact]
    public void Propose_MoreExitsThanPlaces_IsRefused() =>
        Assert.Contains("places", Assert.Throws<ModelFormatException>(() => ExitProposer.Propose(ResNet.Build(seed: 1, depth: 8), 20)).Message, StringComparison.Ordinal);

    [Fact]
    public void Propose_AfterTheLastLayers_IsRefusedBecauseGoingOnIsCheaper()
    {
        var builder = new GraphBuilder("late");
        var features = builder.Convolution(builder.Input("x", TensorShape.Batch, 3, 4, 4), "late", 64, kernel: 3, padding: 1);
        var trunk = builder.Build(plan: null, builder.Linear(builder.GlobalAveragePool(features, "mean"), "answer", 10));

        var error = Assert.Throws<ModelFormatException>(() => ExitProposer.Propose(trunk, ["late"]));

        Assert.Contains("of going on to the end", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Propose_UnknownTensor_IsRefused() =>
        Assert.Contains("typo", Assert.Throws<ModelFormatException>(() => ExitProposer.Propose(ResNet.Build(seed: 1, depth: 8), ["typo"])).Message, StringComparison.Ordinal);
}
