using Ponder.Graph;
using Ponder.Graph.Onnx;

namespace Ponder.Tests.Graph;

public sealed class GraphValidatorTests
{
    [Fact]
    public void Parse_ManyFaults_ListsAll()
    {
        var model = ForeignModel.Small();
        model.OpsetImport[0].Version = 3;
        model.Graph.Input.Add(model.Graph.Input[0].Clone());
        model.Graph.Node.Add(ForeignModel.Node("Relu", "r", "nowhere"));
        model.Graph.Node.Add(new NodeProto { OpType = "Relu", Name = "dumb" });
        model.Graph.Output.Add(ValueInfoCodec.EncodeWithoutShape("gone", ElementType.Float32));
        model.Graph.Initializer.Add([ForeignModel.Floats("w", 5, 2, 3), ForeignModel.Floats("w", 6, 2, 3)]);

        Assert.Equal(
            [
                "opset: expected 9 to 21, got 3",
                "input 'x' is declared twice",
                "tensor 'w': expected 6 elements for [2, 3], got 5",
                "tensor 'w' is stored twice",
                "tensor 'r' is made twice",
                "node 'dumb' (Relu): expected an output, got none",
                "node 'r' (Relu) reads 'nowhere', which nothing makes",
                "output 'gone' is made by nothing",
            ],
            ForeignModel.FaultsOf(model));
    }

    [Fact]
    public void Parse_ExternalData_IsRefused()
    {
        var model = ForeignModel.Small();
        var tensor = ForeignModel.Floats("w", 0, 2);
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        model.Graph.Initializer.Add(tensor);

        Assert.Equal(["tensor 'w': expected data inside the file, got external data, which only a model loaded from its folder may have"], ForeignModel.FaultsOf(model));
    }

    [Theory]
    [InlineData(1L << 40)]
    [InlineData(1L << 40, 0L)]
    [InlineData(1L << 20, 1L << 20)]
    [InlineData(long.MaxValue, long.MaxValue)]
    [InlineData(-1L)]
    public void Parse_AbsurdSizes_AreRefused(params long[] dims)
    {
        var model = ForeignModel.Small();
        model.Graph.Initializer.Add(ForeignModel.Floats("w", 0, dims));

        Assert.Equal([$"tensor 'w': expected fewer than 2^31 elements, got [{string.Join(", ", dims)}]"], ForeignModel.FaultsOf(model));
    }

    [Fact]
    public void Parse_AbsurdInput_IsReportedAsShapeFault()
    {
        var model = ForeignModel.Of(
            [ForeignModel.Node("Flatten", "f", "x")], ["f"], ("x", [TensorShape.Batch, int.MaxValue, int.MaxValue, int.MaxValue]));

        Assert.Contains("input 'x': expected a tensor with a batch and fixed sizes", Assert.Single(model.Load().ShapeFaults), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Cycle_NamesItsNodes()
    {
        var model = ForeignModel.Of(
            [ForeignModel.Node("Add", "a", "x", "b"), ForeignModel.Node("Neg", "b", "a")], ["b"], ("x", [TensorShape.Batch, 4]));

        Assert.Equal(
            ["node 'a' (Add) waits for itself in a cycle", "node 'b' (Neg) waits for itself in a cycle"], ForeignModel.FaultsOf(model));
    }

    [Fact]
    public void Parse_OutputTwice_IsRefused()
    {
        var model = ForeignModel.Small();
        model.Graph.Output.Add(model.Graph.Output[0].Clone());

        Assert.Equal(["output 'y' is declared twice"], ForeignModel.FaultsOf(model));
    }

    [Fact]
    public void Parse_WhereWithoutInputs_IsAShapeFault()
    {
        var model = ForeignModel.Of([ForeignModel.Node("Where", "y")], ["y"], ("x", [TensorShape.Batch, 4]));

        Assert.Equal(["node 'y' (Where): expected input 0, got none"], model.Load().ShapeFaults);
    }

    [Fact]
    public void Parse_ReaderOfASecondOutput_IsAShapeFault()
    {
        var pool = ForeignModel.Node("Dropout", "d", "x");
        pool.Output.Add("mask");
        var model = ForeignModel.Of([pool, ForeignModel.Node("Not", "y", "mask")], ["y"], ("x", [TensorShape.Batch, 4]));

        Assert.Equal(["node 'y' (Not): expected first outputs, got 'mask' of Dropout 'd'"], model.Load().ShapeFaults);
    }
}
