using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Plans;
using Ponder.Zoo;

namespace Ponder.Tests.EarlyExit;

public sealed class CascadeTests
{
    private static readonly Preprocessing Plain = new(1 / 255f, [0, 0, 0], [1, 1, 1]);

    [Fact]
    public void Build_TwoModels_MakesTwoExitsAndThreeOutputs()
    {
        var graph = Build(CascadeAnswer.Last, Model(depth: 8), Model(depth: 14));

        Assert.Equal(["exit1", "final"], graph.Plan!.Exits.Select(exit => exit.Name));
        Assert.Equal(["stage1.final.logits", "stage2.final.logits"], graph.Plan.Exits.Select(exit => exit.Logits));
        Assert.Equal(["logits", "exit", "confidence"], graph.Outputs);
    }

    [Fact]
    public void Build_Last_ComputesAStageForSamplesThatGoOnOnly()
    {
        var (small, big) = (Model(depth: 8), Model(depth: 14));
        var costs = ExitCosts.Of(Build(CascadeAnswer.Last, small, big));

        long first = ExitCosts.Of(small).StaticMacs, second = ExitCosts.Of(big).StaticMacs;
        Assert.Equal([first, first + second], costs.Macs);
        Assert.Equal(second, costs.StaticMacs);
    }

    [Fact]
    public void Build_Mean_CostsAsMuchAndNamesTheMeanInThePlan()
    {
        var (small, big) = (Model(depth: 8), Model(depth: 14));
        var graph = Build(CascadeAnswer.Mean, small, big, Model(depth: 8));

        Assert.Equal(["stage1.final.logits", "exit2.logits", "final.logits"], graph.Plan!.Exits.Select(exit => exit.Logits));
        Assert.Equal(ExitCosts.Of(small).StaticMacs, ExitCosts.Of(graph).Macs[0]);
        Assert.Equal(ExitCosts.Of(small).StaticMacs, ExitCosts.Of(graph).StaticMacs); // without exits nobody would ask three models
    }

    [Fact]
    public void Build_SamePreprocessing_SharesTheInputAsItIs()
    {
        var graph = Build(CascadeAnswer.Last, Model(8, Plain), Model(14, Plain));

        Assert.DoesNotContain("stage2.input_scaled", graph.Nodes.Select(node => node.Output));
    }

    [Fact]
    public void Build_OtherPreprocessing_FoldsTheDifferenceIn()
    {
        var graph = Build(CascadeAnswer.Last, Model(8, Plain), Model(14, new Preprocessing(1, [128, 128, 128], [64, 64, 64])));

        // A white pixel is 1 for the first and (255 - 128) / 64 for the second.
        float factor = graph.Constant("stage2.input_factor").Floats[0], offset = graph.Constant("stage2.input_offset").Floats[0];
        Assert.Equal(127 / 64f, factor + offset, 1e-5f);
        Assert.Equal(-2f, offset, 1e-5f);
    }

    [Fact]
    public void Build_Models_LeavesThemAlone()
    {
        var small = Model(depth: 8);
        byte[] before = small.ToBytes();
        Build(CascadeAnswer.Mean, small, small).SetConstant("stage1.final.logits.bias", HostTensor.Of(new float[10], 10));

        Assert.Equal(before, small.ToBytes());
    }

    [Fact]
    public void Build_ModelsThatDoNotFit_ReportsAllFaults()
    {
        var other = LeNet.Build(seed: 1);
        other.Plan = other.Plan! with { Labels = ["x"], Preprocessing = new Preprocessing(1, [0], [1]) };

        var error = Assert.Throws<ModelFormatException>(() => Build(CascadeAnswer.Last, Model(depth: 8), other));

        Assert.Equal(2, error.Faults.Count);
        Assert.Contains("expected an input Float32 of 3 channels as stage 1 has, got Float32 [N, 1, 28, 28]", error.Message, StringComparison.Ordinal);
        Assert.Contains("expected preprocessing for all stages or none", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(128, 224)]
    [InlineData(12, 29)]
    [InlineData(97, 331)]
    public void Build_SmallerInputFirst_SeesThePictureScaledDown(int small, int large)
    {
        var graph = Build(CascadeAnswer.Last, Pixels(small), Pixels(large));

        Assert.Equal(TensorShape.Of(TensorShape.Batch, 3, large, large), graph.Inputs[0].Shape);
        Assert.Equal(TensorShape.Of(TensorShape.Batch, 3, small, small), graph.Tensor("stage1.input_resized").Shape);
        Assert.DoesNotContain("stage2.input_resized", graph.Nodes.Select(node => node.Output));
    }

    [Fact]
    public void Build_LabelsInAnotherOrder_IsRefused()
    {
        var (one, other) = (Model(depth: 8), Model(depth: 8));
        one.Plan = one.Plan! with { Labels = ["a", "b"] };
        other.Plan = other.Plan! with { Labels = ["b", "a"] };

        Assert.Contains("labels", Assert.Throws<ModelFormatException>(() => Build(CascadeAnswer.Last, one, other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_OneModel_IsRefused() => Assert.Throws<ArgumentException>(() => Build(CascadeAnswer.Last, Model(depth: 8)));

    private static GatedGraph Build(CascadeAnswer answer, params GatedGraph[] models) => Cascade.Build(models, answer, "cascade");

    private static GatedGraph Pixels(int side)
    {
        var builder = new GraphBuilder($"pixels{side}", seed: 1);
        var features = builder.GlobalAveragePool(builder.Input("input", TensorShape.Batch, 3, side, side), "features");
        return builder.Build(plan: null, builder.Linear(features, "answer", 5));
    }

    private static GatedGraph Model(int depth, Preprocessing? preprocessing = null)
    {
        var graph = ResNet.Build(seed: depth, depth);
        graph.Plan = graph.Plan! with { Preprocessing = preprocessing };
        return graph;
    }
}
