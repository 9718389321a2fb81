using Ponder.Graph;

namespace Ponder.Tests.Graph;

public sealed class ShapeRulesTests
{
    private const int N = TensorShape.Batch;

    [Theory]
    [InlineData(15, 2, 2, 0, 8)] // the last window hangs over
    [InlineData(14, 2, 2, 0, 7)]
    [InlineData(6, 3, 2, 0, 3)]
    [InlineData(5, 2, 2, 1, 3)] // a fourth window would start in the padding: dropped
    [InlineData(2, 3, 2, 0, 1)] // the only window hangs over
    public void MaxPool_CeilMode_RoundsAsPyTorch(int size, int kernel, int stride, int padding, int expected)
    {
        var builder = new GraphBuilder("pool");
        var pooled = builder.Add(
            "MaxPool", "y", [builder.Input("x", N, 3, size, size)],
            ("kernel_shape", new[] { kernel, kernel }), ("strides", new[] { stride, stride }),
            ("pads", new[] { padding, padding, padding, padding }), ("ceil_mode", 1));

        Assert.Equal(TensorShape.Of(N, 3, expected, expected), pooled.Shape);
    }

    [Theory]
    [InlineData("SAME_UPPER", 5, 5)]
    [InlineData("SAME_LOWER", 5, 5)]
    [InlineData("VALID", 4, 4)]
    public void Conv_AutoPad_GivesTheSize(string autoPad, int height, int width)
    {
        var builder = new GraphBuilder("conv");
        var weights = builder.Constant("w", HostTensor.Of(new float[7 * 2 * 3 * 3], 7, 2, 3, 3));
        var y = builder.Add("Conv", "y", [builder.Input("x", N, 2, 9, 10), weights], ("auto_pad", autoPad), ("strides", new[] { 2, 2 }));

        Assert.Equal(TensorShape.Of(N, 7, height, width), y.Shape);
    }

    [Theory]
    [InlineData(new[] { 12L, 1L, 4L, 4L }, 3)]
    [InlineData(new[] { 12L, 2L, 4L, 4L }, 1)]
    [InlineData(new[] { 12L, 3L, 4L, 4L }, 0)]
    [InlineData(new[] { 10L, 1L, 4L, 4L }, 4)]
    [InlineData(new long[0], 1)]
    public void Conv_WeightsThatDoNotFit_AreRefused(long[] weights, int group)
    {
        var builder = new GraphBuilder("conv");
        var x = builder.Input("x", N, 4, 9, 9);
        int[] shape = Array.ConvertAll(weights, size => (int)size);
        var w = builder.Constant("w", HostTensor.Of(new float[shape.Aggregate(1, (product, size) => product * size)], shape));

        Assert.Throws<ModelFormatException>(() => builder.Add("Conv", "y", [x, w], ("group", group)));
    }

    [Theory]
    [InlineData(new[] { -1L, 24L }, new[] { N, 24 })]
    [InlineData(new[] { 0L, -1L }, new[] { N, 24 })]
    [InlineData(new[] { 0L, 0L, 12L }, new[] { N, 2, 12 })]
    [InlineData(new[] { 0L, 4L, -1L, 2L }, new[] { N, 4, 3, 2 })]
    public void Reshape_WithBatch_KeepsSamplesApart(long[] target, int[] expected) => Assert.Equal(TensorShape.Of(expected), Reshape(target));

    [Theory]
    [InlineData(-1L)]
    [InlineData(-1L, -1L)]
    [InlineData(24L, -1L)]
    [InlineData(0L, 25L)]
    [InlineData(0L, -4L, -6L)]
    [InlineData(-1L, 65536L, 65536L, 65536L, 65536L)]
    [InlineData(0L, 1L << 40)]
    public void Reshape_ToWhatDoesNotHoldASample_IsRefused(params long[] target) =>
        Assert.Throws<ModelFormatException>(() => Reshape(target));

    [Theory]
    [InlineData(new[] { N, 3, 4, 5 }, new[] { 3, 1, 1 }, new[] { N, 3, 4, 5 })]
    [InlineData(new[] { N, 1 }, new[] { 1, 7 }, new[] { N, 7 })]
    [InlineData(new[] { N, 1, 4, 1 }, new[] { N, 3, 1, 5 }, new[] { N, 3, 4, 5 })]
    public void Add_Broadcast_GivesTheLargerSizes(int[] left, int[] right, int[] expected)
    {
        var builder = new GraphBuilder("add");

        var sum = builder.Add("Add", "y", [builder.Input("a", left), builder.Input("b", right)]);

        Assert.Equal(TensorShape.Of(expected), sum.Shape);
    }

    [Theory]
    [InlineData(new[] { N, 3 }, new[] { N, 4 })]
    [InlineData(new[] { N, 1 }, new[] { N })] // would be every sample beside every other
    [InlineData(new[] { N, 3 }, new[] { 2, 1 })] // right for one batch size only
    public void Add_ShapesThatMixSamples_AreRefused(int[] left, int[] right)
    {
        var builder = new GraphBuilder("add");
        var (a, b) = (builder.Input("a", left), builder.Input("b", right));

        Assert.Throws<ModelFormatException>(() => builder.Add("Add", "y", [a, b]));
    }

    [Fact]
    public void Add_TypesThatDiffer_AreRefused()
    {
        var builder = new GraphBuilder("add");
        var (a, b) = (builder.Input("a", N, 1), builder.Constant("b", HostTensor.Of([1L], 1)));

        Assert.Throws<ModelFormatException>(() => builder.Add("Add", "y", [a, b]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(2)]
    public void ReduceMax_OverTheBatchOrNothing_IsRefused(int axis)
    {
        var builder = new GraphBuilder("reduce");
        var x = builder.Input("x", N, 3);

        Assert.Throws<ModelFormatException>(() => builder.Add("ReduceMax", "y", [x], ("axes", new[] { axis })));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(5)]
    public void Softmax_OverTheBatchOrNothing_IsRefused(int axis)
    {
        var builder = new GraphBuilder("softmax");
        var x = builder.Input("x", N, 3);

        Assert.Throws<ModelFormatException>(() => builder.Add("Softmax", "y", [x], ("axis", axis)));
    }

    [Fact]
    public void ReduceSum_FloatAxes_AreRefused()
    {
        var builder = new GraphBuilder("reduce");
        var (x, axes) = (builder.Input("x", N, 3), builder.Constant("axes", HostTensor.Of([1f], 1)));

        Assert.Throws<ModelFormatException>(() => builder.Add("ReduceSum", "y", [x, axes]));
    }

    [Fact]
    public void Concat_OfMoreThanAnAxisHolds_IsRefused()
    {
        var builder = new GraphBuilder("concat");
        var x = builder.Input("x", N, 1 << 30);

        Assert.Throws<ModelFormatException>(() => builder.Add("Concat", "y", [x, x], ("axis", 1)));
    }

    [Fact]
    public void Gemm_ThatSumsOverSamples_IsRefused()
    {
        var builder = new GraphBuilder("gemm");
        var (a, b) = (builder.Input("a", N, 3), builder.Input("b", N, 4));

        Assert.Throws<ModelFormatException>(() => builder.Add("Gemm", "y", [a, b], ("transA", 1)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-3)]
    public void Flatten_BehindTheBatch_KeepsSamplesApart(int axis)
    {
        var builder = new GraphBuilder("flatten");

        var flat = builder.Add("Flatten", "y", [builder.Input("x", N, 2, 3, 4)], ("axis", axis));

        Assert.Equal(TensorShape.Of(N, 24), flat.Shape);
    }

    [Theory]
    [InlineData("Flatten", "axis", 0)]
    [InlineData("Flatten", "axis", 2)]
    [InlineData("Cast", "to", 6)]
    [InlineData("Cast", "to", 11)]
    [InlineData("ArgMax", "select_last_index", 1)]
    public void Attribute_ThatIsNotClaimed_IsRefused(string operation, string attribute, int value)
    {
        var builder = new GraphBuilder("attribute");
        var x = builder.Input("x", N, 2, 3, 4);

        Assert.Throws<ModelFormatException>(() => builder.Add(operation, "y", [x], (attribute, value), ("axis", 1)));
    }

    [Theory]
    [InlineData("Div")]
    [InlineData("Pow")]
    public void Arithmetic_OnWholeNumbersThatExecutorsRoundDifferently_IsRefused(string operation)
    {
        var builder = new GraphBuilder("integers");
        var classes = builder.Add("ArgMax", "a", [builder.Input("x", N, 3)], ("axis", 1));
        var two = builder.Constant("two", HostTensor.Of([2L], 1));

        Assert.Throws<ModelFormatException>(() => builder.Add(operation, "y", [classes, two]));
    }

    [Fact]
    public void Dropout_InTraining_IsRefused()
    {
        var builder = new GraphBuilder("dropout");
        var (x, ratio) = (builder.Input("x", N, 3), builder.Constant("ratio", HostTensor.Of([0.5f])));
        var training = builder.Constant("training", HostTensor.Of([true]));

        Assert.Throws<ModelFormatException>(() => builder.Add("Dropout", "y", [x, ratio, training]));
    }

    private static TensorShape Reshape(long[] target)
    {
        var builder = new GraphBuilder("reshape");
        var x = builder.Input("x", N, 2, 3, 4);
        return builder.Add("Reshape", "y", [x, builder.Constant("shape", HostTensor.Of(target, target.Length))]).Shape;
    }
}
