using Ponder.Saliency;

namespace Ponder.Tests.Saliency;

public sealed class BoxSaliencyTests
{
    [Fact]
    public void Areas_ThinkingInTheBoxOnly_IsPerfect() => Assert.Equal((1, 1, 1), Numbers(Measured().Areas()[0].Area));

    [Fact]
    public void Areas_BoxAtTheLeft_IsNothingForTheCenter() => Assert.Equal((0.25, 0.25, 0.25), Numbers(Measured().Areas()[1].Area));

    [Fact]
    public void Areas_EveryMap_IsNamed() => Assert.Equal(
        [BoxSaliency.Ponder, BoxSaliency.Center, BoxSaliency.Edges, BoxSaliency.PonderTimesCenter], Measured().Areas().Select(map => map.Map));

    [Fact]
    public void Gains_AgainstTheCenter_IsTheDifference() => Assert.Equal((0.75, 0.75, 0.75), Numbers(Measured().Gains()[0].Gain));

    [Fact]
    public void Gains_SameGainOnEveryImage_HaveNoWidthWhereAreasHave()
    {
        var saliency = new BoxSaliency(blur: 0.5);
        for (int i = 0; i < 10; i++)
            saliency.Add(SaliencyMaps.Center(1, 3, 0.25), [0, 0, 0], i % 2 == 0 ? [true, false, false] : [false, true, false], group: i);

        Assert.True(saliency.Areas()[0].Area.Low < saliency.Areas()[0].Area.High);
        Assert.Equal((0, 0, 0), Numbers(saliency.Gains()[0].Gain));
    }

    [Fact]
    public void Add_BoxOfEverything_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new BoxSaliency(blur: 1).Add(new PositionMap(1, 2, [1, 2]), [0, 0], [true, true], group: 0));

    [Fact]
    public void Areas_NoImage_IsRefused() => Assert.Throws<ArgumentException>(() => new BoxSaliency(blur: 1).Areas());

    private static BoxSaliency Measured()
    {
        var saliency = new BoxSaliency(blur: 0.5);
        for (int i = 0; i < 3; i++)
            saliency.Add(new PositionMap(1, 3, [3, 1, 1]), [9, 9, 9], [true, false, false], group: i);
        return saliency;
    }

    private static (double Value, double Low, double High) Numbers(Ponder.Evaluation.BootstrapInterval interval) => (interval.Value, interval.Low, interval.High);
}
