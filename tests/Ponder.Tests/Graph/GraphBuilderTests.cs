using Ponder.Graph;

namespace Ponder.Tests.Graph;

public sealed class GraphBuilderTests
{
    private readonly GraphBuilder _builder = new("test");

    [Fact]
    public void Add_NameTaken_ThrowsAndLeavesTheGraphAsItWas()
    {
        var x = _builder.Input("x", TensorShape.Batch, 4);
        var y = _builder.Relu(x, "y");

        Assert.Throws<ModelFormatException>(() => _builder.Relu(x, "y"));

        Assert.Single(_builder.Build(plan: null, y).Nodes);
    }

    [Fact]
    public void Threshold_NameTaken_ThrowsAndLeavesTheGraphAsItWas()
    {
        var x = _builder.Input("x", TensorShape.Batch, 4);

        Assert.Throws<ModelFormatException>(() => _builder.Threshold("x", 1));

        Assert.Single(_builder.Build(plan: null, _builder.Relu(x, "y")).Inputs);
    }

    [Theory]
    [InlineData(TensorShape.Batch, 0)]
    [InlineData(4, TensorShape.Batch)]
    [InlineData(-2, 3)]
    public void Input_SizeNotPositive_Throws(params int[] dimensions)
    {
        Assert.Throws<ArgumentException>(() => _builder.Input("x", dimensions));
    }

    [Fact]
    public void Add_UnknownOperator_ThrowsWhereItIsMade()
    {
        var x = _builder.Input("x", TensorShape.Batch, 4);

        var error = Assert.Throws<ModelFormatException>(() => _builder.Add("Dream", "y", [x]));

        Assert.Equal("test: node 'y' (Dream): operator 'Dream' is not supported", error.Message);
    }

    [Fact]
    public void Add_AttributeOfAnotherType_Throws()
    {
        var x = _builder.Input("x", TensorShape.Batch, 4);

        Assert.Throws<ArgumentException>(() => _builder.Add("Relu", "y", [x], ("alpha", 1.0)));
    }

    [Fact]
    public void Build_ValueOfAnotherBuilder_Throws()
    {
        var other = new GraphBuilder("other").Input("elsewhere", TensorShape.Batch, 4);

        Assert.Throws<ModelFormatException>(() => _builder.Build(plan: null, other));
    }

    [Fact]
    public void Build_SameSeed_GivesTheSameBytes()
    {
        Assert.Equal(ThreeExitNetwork.Build().ToBytes(), ThreeExitNetwork.Build().ToBytes());
    }
}
