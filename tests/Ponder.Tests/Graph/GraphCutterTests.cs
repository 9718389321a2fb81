using Ponder.Graph;
using Ponder.Graph.Onnx;

namespace Ponder.Tests.Graph;

public sealed class GraphCutterTests
{
    [Fact]
    public void Extract_LastLogits_IsTheTrunkAlone()
    {
        var part = GraphCutter.Extract(ThreeExitNetwork.Build(), ["logits3"]);

        Assert.Equal(["stage1", "stage2", "stage3", "logits3"], part.Nodes.Select(node => node.Output));
        Assert.Equal(["logits3"], part.Outputs);
        Assert.Null(part.Plan);
    }

    [Fact]
    public void Extract_InnerTensorAsInput_NeedsNothingBeforeIt()
    {
        var part = GraphCutter.Extract(ThreeExitNetwork.Build(), ["logits2"], ["stage1"]);

        Assert.Equal(new TensorInfo("stage1", ElementType.Float32, TensorShape.Of(TensorShape.Batch, 8)), Assert.Single(part.Inputs));
        Assert.Equal(["stage2", "logits2"], part.Nodes.Select(node => node.Output));
    }

    [Fact]
    public void Extract_Threshold_StaysAnOptionalInputOfAnyShape()
    {
        var part = GraphCutter.Extract(ThreeExitNetwork.Build(), ["exit1.accept"]);

        Assert.Equal(["exit1.threshold"], part.OptionalInputs);
    }

    [Fact]
    public void Extract_ConstantsOfThePart_AreItsOwn()
    {
        var graph = ThreeExitNetwork.Build(threshold: 0.5f);
        var part = GraphCutter.Extract(graph, ["exit1.accept"]);

        part.SetConstant("exit1.threshold", HostTensor.Of([2f], 1));

        Assert.Equal(0.5f, graph.Clone().Constant("exit1.threshold").Floats[0]);
    }

    [Fact]
    public void Extract_ConstantNodeOverridden_BecomesAnInput()
    {
        var constant = ForeignModel.Node("Constant", "c");
        constant.Attribute.Add(new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = ForeignModel.Floats("c", 4, 4) });
        var graph = ForeignModel.Of([constant, ForeignModel.Node("Add", "y", "x", "c")], ["y"], ("x", [TensorShape.Batch, 4])).Load();

        Assert.Equal(["x", "c"], GraphCutter.Extract(graph, ["y"], ["c"]).Inputs.Select(input => input.Name));
        Assert.True(GraphCutter.Extract(graph, ["y"]).IsConstant("c"));
    }

    [Fact]
    public void Extract_UnknownTensor_Throws()
    {
        Assert.Throws<ModelFormatException>(() => GraphCutter.Extract(ThreeExitNetwork.Build(), ["typo"]));
    }
}
