using CsCheck;
using Ponder.Report.Charts;

namespace Ponder.Report.Tests;

public sealed class AxisTests
{
    private static readonly Gen<double> Value = Gen.Select(Gen.Double[1, 10], Gen.Int[-9, 12])
        .Select((mantissa, power) => mantissa * Math.Pow(10, power));

    [Fact]
    public void Around_AnyValues_ShowsAllOfThem() =>
        Value.Array[1, 20].Sample(values =>
        {
            var axis = Axis.Around(values);
            Assert.All(values, value => Assert.InRange(axis.Position(value), -1e-9, 1 + 1e-9));
        });

    [Fact]
    public void Linear_AnyRange_HasAFewTicksInside() =>
        Gen.Select(Value, Value).Sample((min, length) =>
        {
            var axis = Axis.Linear(min, min + Math.Max(length, 1e-3 * min));
            Assert.InRange(axis.Ticks.Count, 2, 12);
            Assert.All(axis.Ticks, tick => Assert.InRange(axis.Position(tick), -1e-6, 1 + 1e-6));
        });

    [Fact]
    public void Around_MoreThanADecade_IsLogarithmic()
    {
        var axis = Axis.Around([0.1, 10]);

        Assert.True(axis.IsLog);
        Assert.Equal(0.5, axis.Position(1), 6);
        Assert.Equal([0.1, 0.2, 0.5, 1, 2, 5, 10], axis.Ticks.Select(tick => Math.Round(tick, 9)));
    }

    [Fact]
    public void Around_OneValue_PutsItInTheMiddle() => Assert.Equal(0.5, Axis.Around([3]).Position(3), 6);

    [Fact]
    public void Around_Nothing_IsTheUnitInterval() => Assert.Equal(1, Axis.Around([]).Max);
}
