using Ponder.Graph;

namespace Ponder.Tests.Graph;

public sealed class ResizeGeometryTests
{
    private const int N = TensorShape.Batch;

    [Theory]
    [InlineData("asymmetric", "floor", new[] { 0, 0, 1, 1, 2, 2 })]
    [InlineData("asymmetric", "ceil", new[] { 0, 1, 1, 2, 2, 2 })]
    [InlineData("half_pixel", "round_prefer_floor", new[] { 0, 0, 1, 1, 2, 2 })]
    [InlineData("align_corners", "round_prefer_ceil", new[] { 0, 0, 1, 1, 2, 2 })]
    [InlineData("tf_half_pixel_for_nn", "floor", new[] { 0, 0, 1, 1, 2, 2 })]
    public void Nearest_TwiceTheWidth_TakesThePlaces(string coordinates, string rounding, int[] expected)
    {
        var graph = Graph([1, 1, 1, 2], ("coordinate_transformation_mode", coordinates), ("nearest_mode", rounding));

        Assert.Equal(expected, ResizeGeometry.Of(graph, graph.Nodes[0])!.Columns.First);
    }

    [Fact]
    public void Linear_AtTheEdge_TakesTheLastPlace()
    {
        var graph = Graph([1, 1, 1, 2], ("mode", "linear"));

        var columns = ResizeGeometry.Of(graph, graph.Nodes[0])!.Columns;

        Assert.Equal([0, 0, 0, 1, 1, 2], columns.First);
        Assert.Equal([0, 1, 1, 2, 2, 2], columns.Second);
    }

    [Theory]
    [InlineData(new[] { 1f, 2f, 1f, 1f }, "mode", "linear")] // channels
    [InlineData(new[] { 2f, 1f, 1f, 1f }, "mode", "linear")] // samples
    [InlineData(new[] { 1f, 1f, 0f, 1f }, "mode", "linear")]
    [InlineData(new[] { 1f, 1f, 2f, float.NaN }, "mode", "nearest")]
    [InlineData(new[] { 1f, 1f, 1e9f, 1f }, "mode", "nearest")]
    [InlineData(new[] { 1f, 1f, 2f }, "mode", "linear")] // one axis without
    [InlineData(new[] { 1f, 1f, 2f, 2f }, "mode", "cubic")]
    [InlineData(new[] { 1f, 1f, 2f, 2f }, "coordinate_transformation_mode", "tf_crop_and_resize")]
    [InlineData(new[] { 1f, 1f, 1f, 0.5f }, "coordinate_transformation_mode", "align_corners")] // 1.5 columns
    public void Resize_OfOtherThanWholeRowsAndColumns_IsRefused(float[] scales, string attribute, string value) =>
        Assert.Throws<ModelFormatException>(() => Graph(scales, (attribute, value)));

    private static GatedGraph Graph(float[] scales, params ReadOnlySpan<(string, object)> attributes)
    {
        var builder = new GraphBuilder("resize");
        var x = builder.Input("x", N, 2, 2, 3);
        var roi = builder.Constant("roi", HostTensor.Of(Array.Empty<float>(), 0));
        return builder.Build(plan: null, builder.Add("Resize", "y", [x, roi, builder.Constant("scales", HostTensor.Of(scales, scales.Length))], attributes));
    }
}
