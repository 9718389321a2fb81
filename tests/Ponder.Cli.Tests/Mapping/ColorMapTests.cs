using Ponder.Cli.Mapping;

namespace Ponder.Cli.Tests.Mapping;

public sealed class ColorMapTests
{
    [Fact]
    public void At_MoreIsLighter()
    {
        double[] lightness = [.. Enumerable.Range(0, 101).Select(i => Luma(ColorMap.At(i / 100.0)))];

        Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.True(pair.First < pair.Second));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void At_BelowTheRange_IsTheDarkest(double fraction) => Assert.Equal(((byte)68, (byte)1, (byte)84), ColorMap.At(fraction));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void At_AboveTheRange_IsTheLightest(double fraction) => Assert.Equal(((byte)253, (byte)231, (byte)37), ColorMap.At(fraction));

    private static double Luma((byte Red, byte Green, byte Blue) color) => (0.2126 * color.Red) + (0.7152 * color.Green) + (0.0722 * color.Blue);
}
