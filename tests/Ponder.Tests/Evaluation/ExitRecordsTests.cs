using Ponder.EarlyExit;
using Ponder.Evaluation;

namespace Ponder.Tests.Evaluation;

public sealed class ExitRecordsTests
{
    private static readonly TableExecutor Exits = new TableExecutor()
        .With("first.logits", [5, 0, 0], [0, 5, 0], [float.NaN, 0, 0])
        .With("second.logits", [5, 0, 0], [0, 0, 5], [0, 0, 5])
        .With("final.logits", [0, 0, 5], [0, 0, 5], [0, 0, 5])
        .With("exit1.entropy", [0.1f], [0.2f], [float.NaN])
        .With("exit2.entropy", [0.3f], [0.4f], [0.5f]);

    private static ExitRecords Record() => ExitRecords.Record(
        ThreeExits.Graph(), Exits, new TableSamples(0, 2, 2), new EvaluationOptions { BatchSize = 2 });

    [Fact]
    public void Record_AsksEveryExitAboutEverySample()
    {
        var records = Record();

        Assert.Equal([1 / 3.0, 1, 2 / 3.0], Enumerable.Range(0, 3).Select(records.Accuracy), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0.3f, 0.4f, 0.5f], records.Exits[1].Scores);
        Assert.Equal([6, 46, 206], records.Costs.Macs);
    }

    [Fact]
    public void Apply_NaNScore_NeverLeaves()
    {
        var point = Record().Apply([float.MaxValue, 0.45f]);

        Assert.Equal([2 / 3.0, 0, 1 / 3.0], point.ExitShares);
    }

    [Fact]
    public void Apply_CountsAccuracyAndMacs()
    {
        var point = Record().Apply([0.15f, 0.45f]);

        Assert.Equal(1, point.Accuracy);
        Assert.Equal((6 + 46 + 206) / 3.0, point.MacsMean);
    }

    [Fact]
    public void Forcing_SecondExit_OpensNoOther()
    {
        var feeds = ThresholdOverrides.Forcing(ThreeExits.Graph(), exitIndex: 1);

        Assert.Equal(float.NegativeInfinity, feeds["exit1.threshold"].Floats[0]);
        Assert.Equal(float.PositiveInfinity, feeds["exit2.threshold"].Floats[0]);
    }

    [Fact]
    public void AcceptsBelow_Entropy_IsTrue()
    {
        var graph = ThreeExits.Graph();

        Assert.True(ExitComparison.AcceptsBelow(graph, graph.Plan!.Exits[0]));
    }
}
