using Ponder.EarlyExit;
using Ponder.Export;
using Ponder.Graph;
using Ponder.Tests.Graph;
using Ponder.Zoo;

namespace Ponder.Tests.Export;

public sealed class StageExporterTests
{
    [Fact]
    public void Stages_ThreeExits_CarryOnWhatLaterStagesRead()
    {
        var stages = ModelExporter.Stages(ThreeExitNetwork.Build()).Manifest.Stages;

        Assert.Equal(["exit1", "exit2", "final"], stages.Select(stage => stage.Exit));
        Assert.Equal([["x"], ["stage1"], ["stage2"]], stages.Select(stage => stage.Inputs.Select(tensor => tensor.Name)));
        Assert.Equal([["stage1"], ["stage2"], []], stages.Select(stage => stage.Carried.Select(tensor => tensor.Name)));
    }

    [Fact]
    public void Stages_ThreeExits_ShareTheMultiplyAddsOfTheWorstCase()
    {
        var graph = ThreeExitNetwork.Build();

        Assert.Equal(ExitCosts.Of(graph).Macs[^1], ModelExporter.Stages(graph).Manifest.Stages.Sum(stage => stage.Macs));
    }

    [Fact]
    public void Stages_Files_AnswerAndDecideUnderTheSameNames()
    {
        var files = ModelExporter.Stages(ThreeExitNetwork.Build()).Files;
        var first = GatedGraph.Parse(files[0], "stage1.onnx");
        var last = GatedGraph.Parse(files[^1], "stage3.onnx");

        Assert.Equal(["logits", "accept", "confidence", "stage1"], first.Outputs);
        Assert.Equal(["exit1.threshold"], first.OptionalInputs);
        Assert.Equal(["logits", "confidence"], last.Outputs);
    }

    [Fact]
    public void Stages_CommitteeOfThree_CarriesTheSumOfTheLogits()
    {
        GatedGraph[] models = [LeNet.Build(seed: 1), LeNet.Build(seed: 2), LeNet.Build(seed: 3)];
        var stages = ModelExporter.Stages(Cascade.Build(models, CascadeAnswer.Mean, "committee")).Manifest.Stages;

        Assert.Equal(["image", "stage1.final.logits"], stages[1].Inputs.Select(tensor => tensor.Name).Order());
        Assert.Equal(["image", "stage2.sum"], stages[2].Inputs.Select(tensor => tensor.Name).Order());
    }

    [Fact]
    public void ToJson_InfiniteThreshold_IsWritten()
    {
        string json = ModelExporter.Stages(ThreeExitNetwork.Build(float.PositiveInfinity)).ToJson();

        Assert.Contains("\"threshold_value\": \"Infinity\"", json, StringComparison.Ordinal);
        Assert.Contains("\"version\": 1", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Stages_WithoutPlan_Throws() => Assert.Throws<ArgumentException>(
        () => ModelExporter.Stages(GraphCutter.Extract(ThreeExitNetwork.Build(), ["logits3"])));
}
