using Ponder.Graph;

namespace Ponder.Tests.Graph;

public sealed class SplitGeometryTests
{
    private const int N = TensorShape.Batch;

    [Fact]
    public void Split_AlongChannels_GivesEachPartItsShape()
    {
        var builder = new GraphBuilder("split");

        var parts = builder.Split(builder.Input("x", N, 5, 4, 4), -3, ("a", 2), ("b", 3));

        Assert.Equal([TensorShape.Of(N, 2, 4, 4), TensorShape.Of(N, 3, 4, 4)], parts.Select(part => part.Shape));
    }

    [Theory]
    [InlineData(0, 2, 3)] // the batch
    [InlineData(2, 2, 3)] // no such axis
    [InlineData(1, 2, 2)] // leaves something over
    [InlineData(1, 5, 0)] // an empty part
    [InlineData(1, 6, -1)]
    public void Split_ThatDoesNotFillAnAxisOfASample_IsRefused(int axis, int first, int second)
    {
        var builder = new GraphBuilder("split");
        var x = builder.Input("x", N, 5);

        Assert.Throws<ModelFormatException>(() => builder.Split(x, axis, ("a", first), ("b", second)));
    }

    [Fact]
    public void Parse_SplitOfAGraph_KnowsAllParts()
    {
        var builder = new GraphBuilder("split");
        var parts = builder.Split(builder.Input("x", N, 5), 1, ("a", 2), ("b", 3));

        var graph = builder.Build(plan: null, parts[0], parts[1]).Clone();

        Assert.Equal(TensorShape.Of(N, 3), graph.Tensor("b").Shape);
    }
}
