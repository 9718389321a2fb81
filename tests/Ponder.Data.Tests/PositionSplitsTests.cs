using Ponder.Data.Faces;

namespace Ponder.Data.Tests;

public sealed class PositionSplitsTests
{
    [Fact]
    public void Of_WithTest_TestsWithTheLastSixth()
    {
        var splits = PositionSplits.Of(600, hasTest: true);

        Assert.Equal(((0, 400), (400, 450), (450, 500), (500, 600)), (splits.Train, splits.Validation, splits.Calibration, splits.Test));
    }

    [Fact]
    public void Of_WithoutTest_DealsEverythingElsewhere()
    {
        var splits = PositionSplits.Of(600, hasTest: false);

        Assert.Equal(((0, 480), (480, 540), (540, 600), (600, 600)), (splits.Train, splits.Validation, splits.Calibration, splits.Test));
    }

    [Fact]
    public void Of_Unit_KeepsItWhole()
    {
        var splits = PositionSplits.Of(13_766, hasTest: true, unit: 10);

        Assert.Equal((9_170, 10_320, 11_470), (splits.Train.End, splits.Validation.End, splits.Calibration.End));
    }

    [Fact]
    public void Of_Margin_LiesBeforeEachBorder()
    {
        var splits = PositionSplits.Of(600, hasTest: true, margin: 7);

        Assert.Equal(((0, 393), (400, 443), (450, 493), (500, 600)), (splits.Train, splits.Validation, splits.Calibration, splits.Test));
    }

    [Fact]
    public void Of_CropsAndTheirPhotographs_ShareNoPhotographAcrossABorder()
    {
        const double PerPhotograph = 19_176 / 504.0, Drift = 4; // photographs
        var crops = PositionSplits.Of(19_176, hasTest: true, margin: 6 * 38);
        var photographs = PositionSplits.Of(504, hasTest: true, margin: 6);

        Assert.True((crops.Train.End / PerPhotograph) + Drift < photographs.Validation.Start);
        Assert.True((crops.Validation.End / PerPhotograph) + Drift < photographs.Calibration.Start);
        Assert.True((crops.Calibration.End / PerPhotograph) + Drift < photographs.Test.Start);
        Assert.True(photographs.Train.End < (crops.Validation.Start / PerPhotograph) - Drift);
        Assert.True(photographs.Validation.End < (crops.Calibration.Start / PerPhotograph) - Drift);
        Assert.True(photographs.Calibration.End < (crops.Test.Start / PerPhotograph) - Drift);
    }

    [Fact]
    public void Of_NothingBesideTheMargin_IsEmpty() => Assert.Equal((16, 16), PositionSplits.Of(24, hasTest: true, margin: 6).Validation);
}
