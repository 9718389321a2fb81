using Ponder.Evaluation;

namespace Ponder.Tests.Evaluation;

public sealed class PathRoutingTests
{
    private static readonly PathRouting Accuracy = new(HighAndLow.Records());
    private static readonly PathRouting F1 = new(HighAndLow.Records(), counts => 2 * counts[1, 1] / ((2 * counts[1, 1]) + counts[0, 1] + counts[1, 0]));

    [Fact]
    public void Paths_AreRightAloneAsOftenAsCounted() =>
        Assert.Equal([new("q=high", 0.75, 36), new("q=low", 0.5, 8)], Accuracy.Paths());

    [Fact]
    public void Model_TakesItsOwnPaths() => Assert.Equal(new RoutingPoint("model", 0.75, 15), Accuracy.Model());

    [Fact]
    public void Random_IsTheMeanOfThePathsByShare() =>
        Assert.Equal(new RoutingPoint("random", (0.25 * 0.75) + (0.75 * 0.5), 15), Accuracy.Random());

    [Fact]
    public void Random_F1_IsThatOfTheExpectedCounts() =>
        Assert.Equal(2 / (2 + 0.75 + 1), F1.Random().Score, tolerance: 1e-12); // one hit, three quarters of a false alarm, one miss

    [Fact]
    public void Model_F1_IsThatOfItsAnswers() => Assert.Equal(0.8, F1.Model().Score, tolerance: 1e-12); // two hits, one false alarm

    [Fact]
    public void Oracle_TakesTheCheapestPathThatIsRight() =>
        Assert.Equal(new RoutingPoint("oracle", 1, (8 + 36 + 36 + 8) / 4.0), Accuracy.Oracle());

    [Fact]
    public void Oracle_NobodyIsRight_TakesTheCheapest()
    {
        var records = HighAndLow.Records();
        var wrong = new PathRecords(records.Paths, [5, 5, 5, 5], records.Taken, records.Costs, records.ForcedMacs);

        Assert.Equal(new RoutingPoint("oracle", 0, 8), new PathRouting(wrong).Oracle());
    }

    [Fact]
    public void EntropyCurve_PaysForBothPathsWhereTheCheapestIsUnsure() => Assert.Equal(
        [
            new(-1, 1, 0.75, 36),
            new(0.1f, 0.75, 0.75, 28),
            new(0.2f, 0.5, 1, 20),
            new(0.5f, 0.25, 0.75, 12),
            new(0.6f, 0, 0.5, 4),
        ],
        Accuracy.EntropyCurve());
}
