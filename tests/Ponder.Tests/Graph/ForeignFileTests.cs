using Google.Protobuf;
using Ponder.Graph;
using Ponder.Graph.Onnx;

namespace Ponder.Tests.Graph;

public sealed class ForeignFileTests
{
    [Theory]
    [InlineData("resnet20-cifar10.onnx")]
    [InlineData("resnet56-cifar10.onnx")]
    [InlineData("mobilenet_v1_0.25_128.onnx")]
    [InlineData("mobilenet_v2_1.0_224.onnx")]
    public void ToBytes_ForeignModelUnchanged_GivesTheSameBytes(string name)
    {
        Assert.SkipWhen(RepositoryFolder.ForeignModels is null, "no foreign models: set PONDER_TEST_MODELS to a folder with them");
        byte[] bytes = File.ReadAllBytes(Path.Combine(RepositoryFolder.ForeignModels!, name));

        var graph = GatedGraph.Parse(bytes, name);

        Assert.True(bytes.AsSpan().SequenceEqual(graph.ToBytes()));
        Assert.NotEmpty(graph.Nodes);
    }

    [Fact]
    public void ToBytes_FieldsThatPonderDoesNotKnow_AreKept()
    {
        byte[] bytes = WithEverythingElse(ForeignModel.Small()).ToByteArray();

        Assert.Equal(bytes, GatedGraph.Parse(bytes, "foreign").ToBytes());
    }

    [Fact]
    public void ToBytes_PlanOfAnotherWriter_KeepsItsText()
    {
        var model = ModelProto.Parser.ParseFrom(ThreeExitNetwork.Build().ToBytes());
        string text = model.MetadataProps[0].Value.Replace("{\"", "{ \"from\": \"elsewhere\", \"", StringComparison.Ordinal);
        model.MetadataProps[0].Value = text;

        Assert.Equal(model.ToByteArray(), model.Load().ToBytes());
    }

    [Fact]
    public void ToBytes_PlanTakenAway_IsGone()
    {
        var graph = ThreeExitNetwork.Build();
        graph.Plan = null;

        Assert.Null(graph.Clone().Plan);
    }

    private static ModelProto WithEverythingElse(ModelProto model)
    {
        model.DocString = "model";
        model.Graph.DocString = "graph";
        model.Graph.Node[0].DocString = "node";
        model.Graph.Initializer.Add(ForeignModel.Floats("spare", 2, 2));
        model.Graph.Initializer[0].DocString = "tensor";
        model.Graph.Initializer[0].Segment = ByteString.CopyFrom(8, 0, 16, 2);
        var attribute = new AttributeProto { Name = "odd", DocString = "attribute", Type = AttributeProto.Types.AttributeType.Graphs };
        attribute.Graphs.Add(model.Graph.ToByteString());
        model.Graph.Node[1].Attribute.Add(attribute);

        // Field 25 of the model holds functions, field 14 of the graph quantisation; both are unknown here.
        byte[] functions = [0xCA, 0x01, 3, 0x0A, 1, (byte)'f'];
        byte[] quantisation = [0x3A, 4, 0x72, 2, 0x0A, 0];
        return ModelProto.Parser.ParseFrom([.. model.ToByteArray(), .. quantisation, .. functions]);
    }
}
