using Ponder.Saliency;

namespace Ponder.Tests.Saliency;

public sealed class SaliencyMapsTests
{
    [Fact]
    public void Center_OfThree_IsTheGaussian()
    {
        var map = SaliencyMaps.Center(1, 3, deviation: 0.25);

        Assert.Equal([0.4111f, 1, 0.4111f], map.Values.Select(value => MathF.Round(value, 4))); // exp(-(1/3 / 0.25)^2 / 2)
    }

    [Fact]
    public void Center_WideImage_IsAsMuchWider()
    {
        var map = SaliencyMaps.Center(5, 15, deviation: 0.25);

        Assert.Equal(map.Values[(0 * 15) + 7], map.Values[(2 * 15) + 1]); // both 0.4 of a side away
    }

    [Theory]
    [InlineData(new[] { false, true, false }, 1)]
    [InlineData(new[] { true, false, false }, 0.25)] // below the middle, level with the right
    [InlineData(new[] { true, false, true }, 0)]
    public void Center_Boxes_AreTheBetterTheMoreCentral(bool[] isInside, double area) =>
        Assert.Equal(area, RocArea.Of(SaliencyMaps.Center(1, 3, deviation: 0.25).Values, isInside));

    [Fact]
    public void Center_OtherDeviation_RanksTheSame()
    {
        bool[] inside = [.. Enumerable.Range(0, 64).Select(i => i % 8 < 4 && i / 8 > 1)];

        Assert.Equal(RocArea.Of(SaliencyMaps.Center(8, 8, 0.2).Values, inside), RocArea.Of(SaliencyMaps.Center(8, 8, 0.4).Values, inside));
    }

    [Fact]
    public void Edges_StepOfGray_IsWhereItChanges() => Assert.Equal([0f, 10, 10, 0], SaliencyMaps.Edges([5, 5, 15, 15], 1, 4).Values);

    [Fact]
    public void Edges_CornerOfGray_IsTheLengthOfTheGradient() => Assert.Equal([5f, 5, 5, 5], SaliencyMaps.Edges([0, 3, 4, 7], 2, 2).Values);

    [Fact]
    public void Edges_Colors_CountByTheirBrightness()
    {
        var map = SaliencyMaps.Edges([0, 100, 0, 100, 0, 0], 1, 2); // red and green grow by 100

        Assert.Equal(88.6f, map.Values[0], tolerance: 1e-3f);
    }

    [Fact]
    public void Blurred_Constant_Stays()
    {
        var map = SaliencyMaps.Blurred(new PositionMap(3, 5, [.. Enumerable.Repeat(2f, 15)]), deviation: 1.5);

        Assert.All(map.Values, value => Assert.Equal(2, value, tolerance: 1e-6));
    }

    [Fact]
    public void Blurred_Point_BecomesTheGaussian()
    {
        float[] point = new float[11 * 13];
        point[(5 * 13) + 6] = 1;
        var map = SaliencyMaps.Blurred(new PositionMap(11, 13, point), deviation: 1);

        Assert.Equal(Math.Exp(0.5), map.Values[(5 * 13) + 6] / map.Values[(5 * 13) + 7], tolerance: 1e-5);
        Assert.Equal(Math.Exp(2), map.Values[(5 * 13) + 6] / map.Values[(3 * 13) + 6], tolerance: 1e-5);
    }

    [Fact]
    public void Product_OtherSize_IsRefused() => Assert.Throws<ArgumentException>(() => SaliencyMaps.Product(new PositionMap(1, 2, [1, 2]), new PositionMap(2, 1, [1, 2])));

    [Fact]
    public void Enlarged_TwoByTwo_BecomesSquares() =>
        Assert.Equal([1f, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4], new PositionMap(2, 2, [1, 2, 3, 4]).Enlarged(4, 4).Values);
}
