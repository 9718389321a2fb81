using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Halting;
using Ponder.Zoo;

namespace Ponder.Tests.Halting;

/// <summary>Residual networks whose units halt cost what the authors count.</summary>
public sealed class HaltingResNetTests
{
    [Theory]
    [InlineData(110, 505_775_360)]
    [InlineData(32, 137_725_184)]
    public void BuildHalting_WithoutScores_CostsWhatTheAuthorsCount(int depth, long operations) =>
        Assert.Equal(operations / 2, ExitCosts.Of(ResNet.BuildHalting(seed: 1, depth)).StaticMacs); // they count a multiply-add twice

    [Theory]
    [InlineData(HaltingKind.Image)]
    [InlineData(HaltingKind.Position)]
    public void BuildHalting_Plan_NamesBlocksAndScores(HaltingKind kind)
    {
        var plan = GatedGraph.Parse(ResNet.BuildHalting(seed: 1, depth: 14, new HaltingOptions { Kind = kind }).ToBytes(), "act").Plan!; // the zoo's have one

        Assert.Equal(kind, plan.Halting!.Kind);
        Assert.Equal(["stage1.unit1.score"], plan.Halting.Blocks[0].Scores);
        Assert.Equal([2, 2, 2], plan.Halting.Blocks.Select(block => block.Units));
    }

    [Fact]
    public void BuildHalting_Masks_NamesTheLogitsOfAllUnitsButTheFirst()
    {
        var plan = GatedGraph.Parse(ResNet.BuildHalting(seed: 1, depth: 20, new HaltingOptions { Kind = HaltingKind.Mask }).ToBytes(), "masks").Plan!; // the zoo's have one

        Assert.Equal(HaltingKind.Mask, plan.Halting!.Kind);
        Assert.Equal(["stage1.unit2.logit", "stage1.unit3.logit"], plan.Halting.Blocks[0].Scores);
        Assert.Equal([3, 3, 3], plan.Halting.Blocks.Select(block => block.Units));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(110)]
    public void BuildHalting_MasksWithoutLogits_CostWhatThePlainNetworkCosts(int depth)
    {
        var plain = ExitCosts.Of(ResNet.Build(seed: 1, depth));

        Assert.Equal(plain.StaticMacs, ExitCosts.Of(ResNet.BuildHalting(seed: 1, depth, new HaltingOptions { Kind = HaltingKind.Mask })).StaticMacs);
    }

    [Theory]
    [InlineData(HaltingKind.Position, -3f)]
    [InlineData(HaltingKind.Mask, 2f)]
    public void HaltingBlock_NoBias_StartsWithUnitsRunning(HaltingKind kind, float bias)
    {
        string name = kind == HaltingKind.Mask ? "stage1.unit2.logit.position.bias" : "stage1.unit1.score.position.bias";

        Assert.Equal(bias, ResNet.BuildHalting(seed: 1, depth: 14, new HaltingOptions { Kind = kind }).Constant(name).Floats[0]);
    }

    [Fact]
    public void BuildHalting_WorstCase_AddsTheScores()
    {
        var costs = ExitCosts.Of(ResNet.BuildHalting(seed: 1, depth: 14));
        long scores = new[] { (32, 16), (16, 32), (8, 64) }.Sum(stage => (stage.Item1 * stage.Item1 * 9L * stage.Item2) + stage.Item2); // by position and by image

        Assert.Equal(scores, costs.Macs[0] - costs.StaticMacs);
    }

    [Theory]
    [InlineData(HaltingKind.Position)]
    [InlineData(HaltingKind.Mask)]
    public void HaltingBlock_UnitThatChangesShape_IsRefused(HaltingKind kind)
    {
        var builder = new GraphBuilder("toy", seed: 1);
        var x = builder.Input("x", TensorShape.Batch, 4, 8, 8);
        HaltingUnit wide = (graph, name, input) => graph.BasicBlock(input, name, 8, stride: 1);
        HaltingUnit wider = (graph, name, input) => graph.BasicBlock(input, name, 16, stride: 1);

        var error = Assert.Throws<ModelFormatException>(() => builder.HaltingBlock("block", x, [wide, wider], new HaltingOptions { Kind = kind }));
        Assert.Contains("unit 'block.unit2': expected features [N, 8, 8, 8]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    [InlineData(float.NaN)]
    public void HaltingBlock_SlackOutOfRange_IsRefused(float epsilon) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ResNet.BuildHalting(seed: 1, depth: 8, new HaltingOptions { Epsilon = epsilon }));
}
