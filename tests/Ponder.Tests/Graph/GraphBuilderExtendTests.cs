using Ponder.Graph;
using Ponder.Graph.Onnx;

namespace Ponder.Tests.Graph;

public sealed class GraphBuilderExtendTests
{
    [Fact]
    public void Extend_Graph_KeepsItsTensorsAndTakesNewOutputs()
    {
        var builder = GraphBuilder.Extend(ForeignModel.Small().Load(), seed: 1, "larger");

        var graph = builder.Build(plan: null, builder.Relu(builder.Value("r"), "z"));

        Assert.Equal(["r", "y", "z"], graph.Nodes.Select(node => node.Output));
        Assert.Equal(["z"], graph.Outputs);
        Assert.Equal("larger", graph.Source);
    }

    [Fact]
    public void Extend_Graph_LeavesItAsItWas()
    {
        var graph = ThreeExitNetwork.Build();
        byte[] before = graph.ToBytes();
        var builder = GraphBuilder.Extend(graph, seed: 1);
        builder.Build(plan: null, builder.Linear(builder.Value("stage1"), "more", 3));

        Assert.Equal(before, graph.ToBytes());
        Assert.NotNull(graph.Plan);
    }

    [Fact]
    public void Extend_Graph_KeepsThresholdsAsOptionalInputs()
    {
        var builder = GraphBuilder.Extend(ThreeExitNetwork.Build(), seed: 1);

        var graph = builder.Build(plan: null, builder.Value("logits"));

        Assert.Equal(["exit1.threshold", "exit2.threshold"], graph.OptionalInputs);
        Assert.Null(graph.Plan);
    }

    [Fact]
    public void Add_ConstantOfTheBaseGraph_IsSeenByShapeRules()
    {
        var first = new GraphBuilder("base");
        var shape = first.Constant("shape", HostTensor.Of([0L, 2L, 2L], 3));
        var x = first.Input("x", TensorShape.Batch, 4);
        var builder = GraphBuilder.Extend(first.Build(plan: null, first.Add("Reshape", "y", [x, shape])), seed: 1);

        var again = builder.Add("Reshape", "z", [builder.Value("x"), builder.Value("shape")]);

        Assert.Equal(TensorShape.Of(TensorShape.Batch, 2, 2), again.Shape);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("r")]
    public void Add_NameOfTheBaseGraph_IsTaken(string name)
    {
        var builder = GraphBuilder.Extend(ForeignModel.Small().Load(), seed: 1);

        Assert.Throws<ModelFormatException>(() => builder.Relu(builder.Value("y"), name));
    }

    [Fact]
    public void Value_UnknownTensor_SaysSo()
    {
        var builder = GraphBuilder.Extend(ForeignModel.Small().Load(), seed: 1);

        var error = Assert.Throws<ModelFormatException>(() => builder.Value("typo"));

        Assert.Equal("test: tensor 'typo': expected one of the graph with a known shape, got none", error.Message);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(21)]
    public void Extend_OtherOpset_IsOfOpset17(int opset)
    {
        var model = ForeignModel.Small();
        model.OpsetImport[0].Version = opset;
        var builder = GraphBuilder.Extend(model.Load(), seed: 1);

        Assert.Equal(17, builder.Build(plan: null, builder.Value("y")).Opset);
    }

    [Fact]
    public void Extend_OperatorThatIsNewer_NamesIt()
    {
        var model = ForeignModel.Of([ForeignModel.Node("GroupNormalization", "y", "x")], ["y"], ("x", [TensorShape.Batch, 4]));
        model.OpsetImport[0].Version = 18;

        var error = Assert.Throws<ModelFormatException>(() => GraphBuilder.Extend(model.Load(), seed: 1));

        Assert.Equal("test: node 'y' (GroupNormalization): cannot be brought from opset 18 to 17: the operator is newer", error.Message);
    }

    [Fact]
    public void Extend_OldFile_RaisesTheIrVersion()
    {
        var model = ForeignModel.Small();
        model.IrVersion = 3;
        var builder = GraphBuilder.Extend(model.Load(), seed: 1);

        Assert.Equal(8, ModelProto.Parser.ParseFrom(builder.Build(plan: null, builder.Value("y")).ToBytes()).IrVersion);
    }
}
