using Ponder.EarlyExit;
using Ponder.Evaluation;

namespace Ponder.Tests.Evaluation;

public sealed class PathRecordsTests
{
    private static PathRecords Record() => PathRecords.Record(
        HighAndLow.Graph(),
        new ForcedExecutor(high: [[9, 0], [0, 9], [9, 0], [9, 0]], low: [[9, 0], [0, 0], [float.NaN, 1], [0, 9]], exits: [1, 0, 1, 1]),
        new TableSamples(HighAndLow.Labels), new EvaluationOptions { BatchSize = 3 });

    [Fact]
    public void Record_ForcesEveryPathForEverySample()
    {
        var records = Record();

        Assert.Equal(["q=high", "q=low"], records.Paths.Select(path => path.Name));
        Assert.Equal([0, 1, 0, 0], records.Paths[0].Predictions);
        Assert.Equal([0, 0, -1, 1], records.Paths[1].Predictions);
    }

    [Fact]
    public void Record_EvenLogits_HaveTheEntropyOfACoin()
    {
        var low = Record().Paths[1];

        Assert.Equal(Math.Log(2), low.Entropies[1], tolerance: 1e-6);
        Assert.Equal(0.5, low.Confidences[1], tolerance: 1e-6);
    }

    [Fact]
    public void Record_NaN_IsNeverSure()
    {
        var low = Record().Paths[1];

        Assert.Equal((float.PositiveInfinity, 0f), (low.Entropies[2], low.Confidences[2]));
    }

    [Fact]
    public void Record_KeepsThePathThatTheModelTakes() => Assert.Equal([1, 0, 1, 1], Record().Taken);

    [Fact]
    public void Record_ForcedPath_DoesNotPayForControlNodes()
    {
        var records = Record();

        Assert.Equal([36, 8], records.Costs.Macs);
        Assert.Equal([32, 4], records.ForcedMacs);
    }

    [Fact]
    public void Record_PathThatIsNotThere_IsRefused() => Assert.Contains("output 'exit': expected 0 to 1, got 2", Assert.Throws<InvalidOperationException>(
        () => PathRecords.Record(HighAndLow.Graph(), new ForcedExecutor([[0, 1]], [[0, 1]], exits: [2]), new TableSamples(0), null, TestContext.Current.CancellationToken)).Message);

    [Fact]
    public void Record_OtherGraph_IsRefused() => Assert.Contains("expected a control graph", Assert.Throws<ArgumentException>(
        () => PathRecords.Record(ThreeExits.Graph(), new TableExecutor(), new TableSamples(0), null, TestContext.Current.CancellationToken)).Message);

    [Fact]
    public void Constructor_SamplesMissing_IsRefused() => Assert.Contains("path 'a': expected 2 samples, got 1", Assert.Throws<ArgumentException>(
        () => new PathRecords([new PathRecord("a", [0], [1], [0])], [0, 1], [0, 0], new ExitCosts([1], 1), [1])).Message);

    [Fact]
    public void Usage_CountsTheModelsOwnChoices()
    {
        var usage = HighAndLow.Records().Usage;

        Assert.Equal((2, null), (usage.Distinct, usage.Warning));
        Assert.Equal(0.562335, usage.Entropy, tolerance: 1e-6); // -(1/4 ln 1/4 + 3/4 ln 3/4)
        Assert.Equal(0.811278, usage.EntropyShare, tolerance: 1e-6);
    }

    [Fact]
    public void ClassPaths_CountsEveryClassForItself()
    {
        var records = HighAndLow.Records();
        var classes = ClassPaths.Of(records);

        Assert.Equal([(0, 2), (1, 2)], classes.Select(found => (found.Class, found.Samples)));
        Assert.Equal([0, 1, 0.5, 0.5], classes.SelectMany(found => found.Shares));
        Assert.Equal([records.Costs.Macs[1], (records.Costs.Macs[0] + records.Costs.Macs[1]) / 2.0], classes.Select(found => found.MacsMean));
    }
}
