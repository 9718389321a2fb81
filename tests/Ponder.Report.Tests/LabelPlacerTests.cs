using Ponder.Report.Charts;

namespace Ponder.Report.Tests;

public sealed class LabelPlacerTests
{
    [Fact]
    public void Place_RoomToTheRight_PutsItThere() => Assert.Equal((59, 54), new LabelPlacer(0, 200, 0, 100).Place("exit1", 50, 50));

    [Fact]
    public void Place_AtTheRightBorder_StaysInside()
    {
        var (x, _) = new LabelPlacer(0, 200, 0, 100).Place("static", 195, 50);

        Assert.InRange(x, 0, 195);
    }

    [Fact]
    public void Place_SamePointTwice_KeepsThemApart()
    {
        var labels = new LabelPlacer(0, 200, 0, 100);

        Assert.NotEqual(labels.Place("one", 100, 50), labels.Place("two", 100, 50));
    }
}
