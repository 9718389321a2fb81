using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Tests.EarlyExit;

public sealed class ExitHeadTests
{
    private readonly GraphBuilder _builder = new("test", seed: 1);

    [Theory]
    [InlineData(32, 4)]
    [InlineData(15, 5)]
    [InlineData(8, 4)]
    [InlineData(7, 7)]
    [InlineData(1, 1)]
    public void PooledLinearHead_Image_PoolsToAboutFourByFour(int side, int pooled)
    {
        var logits = Emit(new PooledLinearHead(), channels: 16, side);

        Assert.Equal(16 * pooled * pooled, _builder.Value("exit1.features").Shape[1]);
        Assert.Equal(TensorShape.Of(TensorShape.Batch, 10), logits.Shape);
    }

    [Fact]
    public void ConvolutionalHead_TwoLayers_AreNumbered()
    {
        Emit(new ConvolutionalHead([new(32, Stride: 2), new(8, Kernel: 1, Padding: 0, Pool: 3)]), channels: 16, side: 32);

        Assert.Equal(TensorShape.Of(TensorShape.Batch, 32, 16, 16), _builder.Value("exit1.relu1").Shape);
        Assert.Equal(TensorShape.Of(TensorShape.Batch, 8, 8, 8), _builder.Value("exit1.relu2").Shape);
    }

    [Fact]
    public void ConvolutionalHead_Normalized_HasStatisticsInsteadOfABias()
    {
        Emit(new ConvolutionalHead([new(32)], Normalized: true), channels: 16, side: 8);

        Assert.Equal(TensorShape.Of(32), _builder.Value("exit1.conv.variance").Shape);
        Assert.Throws<ModelFormatException>(() => _builder.Value("exit1.conv.bias"));
    }

    [Fact]
    public void ResidualHead_TwoStages_HalvesTheImageTwice()
    {
        var logits = Emit(new ResidualHead([new(32, Blocks: 2), new(64, Blocks: 1)]), channels: 16, side: 32);

        Assert.Equal(TensorShape.Of(TensorShape.Batch, 32, 16, 16), _builder.Value("exit1.block2").Shape);
        Assert.Equal(TensorShape.Of(TensorShape.Batch, 64, 8, 8), _builder.Value("exit1.block3").Shape);
        Assert.Equal("exit1.logits", logits.Name);
    }

    [Fact]
    public void ResidualHead_FewerChannelsThanTheFeatures_SaysSo()
    {
        var error = Assert.Throws<ModelFormatException>(() => Emit(new ResidualHead([new(8, Blocks: 1)]), channels: 16, side: 32));

        Assert.Equal("test: block 'exit1.block1': expected at least the 16 channels of 'x', got 8", error.Message);
    }

    private GraphValue Emit(IExitHead head, int channels, int side) =>
        head.Emit(_builder, _builder.Input("x", TensorShape.Batch, channels, side, side), "exit1", classes: 10);
}
