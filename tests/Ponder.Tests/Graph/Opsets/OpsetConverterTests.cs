using Google.Protobuf;
using Ponder.Graph;
using Ponder.Graph.Onnx;
using AttributeType = Ponder.Graph.Onnx.AttributeProto.Types.AttributeType;

namespace Ponder.Tests.Graph.Opsets;

public sealed class OpsetConverterTests
{
    [Fact]
    public void ToBytes_OtherOpset_GivesTheFile()
    {
        var model = Clip();

        Assert.Equal(model.ToByteArray(), model.Load().ToBytes());
    }

    [Fact]
    public void Nodes_OtherOpset_AreThoseOfOpset17()
    {
        var node = Assert.Single(Clip().Load().Nodes);

        Assert.Equal(["x", "", "y.max"], node.Inputs);
        Assert.False(node.HasAttribute("max"));
    }

    [Fact]
    public void SetConstant_OfTheFile_IsWrittenInTheFilesOpset()
    {
        var model = Clip();
        model.Graph.Node.Add(ForeignModel.Node("Add", "z", "y", "w"));
        model.Graph.Initializer.Add(ForeignModel.Floats("w", 4, 4));
        var graph = model.Load();

        graph.SetConstant("w", HostTensor.Of([1f, 2, 3, 4], 4));

        Assert.Equal(10, graph.Clone().Opset);
        Assert.Equal(4, graph.Clone().Constant("w").Floats[3]);
    }

    [Fact]
    public void SetConstant_ThatTheFileHasAsAnAttribute_IsWrittenToo()
    {
        var graph = Clip().Load();

        graph.SetConstant("y.max", HostTensor.Of([3f]));

        Assert.Equal(17, graph.Clone().Opset);
        Assert.Equal(3, graph.Clone().Constant("y.max").Floats[0]);
    }

    [Fact]
    public void Parse_NameOfANewConstantIsTaken_TakesAnother()
    {
        var model = Clip();
        model.Graph.Initializer.Add(ForeignModel.Floats("y.max", 1, 1));

        Assert.Equal("y.max.2", model.Load().Nodes[0].Inputs[2]);
    }

    [Fact]
    public void Parse_OperatorThatCannotBeBrought_IsAShapeFaultAndKeepsTheFile()
    {
        var model = Of(19, ForeignModel.Node("Resize", "y", "x", "", "x"), Integer("antialias", 1));
        var graph = model.Load();

        Assert.Contains("node 'y' (Resize): cannot be brought from opset 19 to 17: antialias is newer", graph.ShapeFaults);
        Assert.Equal(model.ToByteArray(), graph.ToBytes());
    }

    [Theory]
    [InlineData("DeformConv", 19, "the operator is newer")]
    [InlineData("GroupNormalization", 21, "the operator is newer")]
    [InlineData("Upsample", 10, "the operator ended with opset 9")]
    [InlineData("DFT", 20, "its form is newer")]
    public void Extract_OperatorThatCannotBeBrought_NamesIt(string opType, int opset, string reason)
    {
        var graph = Of(opset, ForeignModel.Node(opType, "y", "x")).Load();

        var error = Assert.Throws<ModelFormatException>(() => GraphCutter.Extract(graph, ["y"]));

        Assert.Equal([$"node 'y' ({opType}): cannot be brought from opset {opset} to 17: {reason}"], error.Faults);
    }

    [Fact]
    public void Parse_NormalizationThatTrains_CannotBeBrought()
    {
        var node = ForeignModel.Node("BatchNormalization", "y", "x", "x", "x", "x", "x");
        node.Output.Add("mean");

        Assert.Contains(
            "node 'y' (BatchNormalization): cannot be brought from opset 9 to 17: expected one output, got those of training",
            Of(9, node).Load().ShapeFaults);
    }

    [Fact]
    public void Parse_AttributeOfAnotherType_SaysWhich()
    {
        var model = Of(17, ForeignModel.Node("Softmax", "y", "x"), new AttributeProto { Name = "axis", Type = AttributeType.Float, F = 1 });

        Assert.Equal(["node 'y' (Softmax): attribute 'axis': expected Int, got Float"], model.Load().ShapeFaults);
    }

    [Fact]
    public void Parse_ListJoinedToItselfAgainAndAgain_IsNotWorkedOut()
    {
        var model = Of(17, ForeignModel.Node("Shape", "s0", "x"));
        for (int i = 0; i < 60; i++)
            model.Graph.Node.Add(With(ForeignModel.Node("Concat", $"s{i + 1}", $"s{i}", $"s{i}"), Integer("axis", 0)));
        model.Graph.Output[0].Name = "s60";

        Assert.NotEmpty(model.Load().ShapeFaults);
    }

    private static ModelProto Clip() =>
        Of(10, ForeignModel.Node("Clip", "y", "x"), new AttributeProto { Name = "max", Type = AttributeType.Float, F = 6 });

    private static ModelProto Of(int opset, NodeProto node, params AttributeProto[] attributes)
    {
        var model = ForeignModel.Of([With(node, attributes)], [node.Output[0]], ("x", [TensorShape.Batch, 4]));
        model.OpsetImport[0].Version = opset;
        return model;
    }

    private static NodeProto With(NodeProto node, params AttributeProto[] attributes)
    {
        node.Attribute.Add(attributes);
        return node;
    }

    private static AttributeProto Integer(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };
}
