using Google.Protobuf;
using Ponder.Graph;
using Ponder.Graph.Onnx;

namespace Ponder.Tests.Graph;

public sealed class ShapeFoldingTests
{
    private const int N = TensorShape.Batch;

    [Fact]
    public void Load_ViewOfBatchAndRest_FoldsTheShape()
    {
        var graph = View(lastSize: -1).Load();

        Assert.Empty(graph.ShapeFaults);
        Assert.Equal(TensorShape.Of(N, 24), graph.Tensor("y").Shape);
        Assert.Equal(["Reshape"], graph.Nodes.Select(node => node.OpType));
    }

    [Fact]
    public void ToBytes_FoldedShape_KeepsTheFilesNodes()
    {
        var model = View(lastSize: 24);

        Assert.Equal(model.ToByteArray(), model.Load().ToBytes());
    }

    [Fact]
    public void Load_ArithmeticOnTheBatch_IsAFault()
    {
        var model = View(lastSize: 24);
        model.Graph.Node[2] = ForeignModel.Node("Mul", "front", "size", "size");

        Assert.Contains("depend on the batch", model.Load().ShapeFaults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ClipWithAttributes_KeepsTheShape()
    {
        var clip = ForeignModel.Node("Clip", "y", "x");
        clip.Attribute.Add(new AttributeProto { Name = "max", Type = AttributeProto.Types.AttributeType.Float, F = 6 });
        var graph = ForeignModel.Of([clip], ["y"], ("x", [N, 4])).Load();

        Assert.Equal(new ClipBounds(float.NegativeInfinity, 6), ClipBounds.Of(graph, graph.Nodes[0]));
    }

    [Fact]
    public void Load_ClipWithoutLowerBound_ReadsTheUpper()
    {
        var model = ForeignModel.Of([ForeignModel.Node("Clip", "y", "x", "", "most")], ["y"], ("x", [N, 4]));
        model.Graph.Initializer.Add(TensorCodec.Encode("most", HostTensor.Of([6f])));
        var graph = model.Load();

        Assert.Equal(new ClipBounds(float.NegativeInfinity, 6), ClipBounds.Of(graph, graph.Nodes[0]));
    }

    /// <summary>What x.view(x.size(0), lastSize) becomes.</summary>
    private static ModelProto View(long lastSize)
    {
        var concat = ForeignModel.Node("Concat", "shape", "front", "last");
        concat.Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = 0 });
        var model = ForeignModel.Of(
            [
                ForeignModel.Node("Shape", "sizes", "x"), ForeignModel.Node("Gather", "size", "sizes", "zero"),
                ForeignModel.Node("Unsqueeze", "front", "size", "axes"), concat, ForeignModel.Node("Reshape", "y", "x", "shape"),
            ],
            ["y"], ("x", [N, 2, 3, 4]));
        model.Graph.Initializer.Add(TensorCodec.Encode("zero", HostTensor.Of([0L])));
        model.Graph.Initializer.Add(TensorCodec.Encode("axes", HostTensor.Of([0L], 1)));
        model.Graph.Initializer.Add(TensorCodec.Encode("last", HostTensor.Of([lastSize], 1)));
        return model;
    }
}
