using Ponder.Control;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Export;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;

namespace Ponder.ParityTests;

/// <summary>Control graphs mean the same everywhere, and cost what their paths say.</summary>
public sealed class ControlParityTests
{
    private static readonly string[] Outputs = [EarlyExitConstants.Logits, EarlyExitConstants.Exit, EarlyExitConstants.Confidence];

    [Theory]
    [MemberData(nameof(ExecutorNames))]
    public void Run_ControlGraph_AgreesWithOnnxRuntime(string name)
    {
        var graph = ControlledImages.Build();
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var executor = Executors.Create(name, graph);
        var expected = oracle.Run(ControlledImages.Feeds(), Outputs);
        var actual = executor.Run(ControlledImages.Feeds(), Outputs);

        foreach (string output in Outputs)
            Agreement.AssertClose(expected[output], actual[output]);
        Assert.Equal([2, 4, 7], expected[EarlyExitConstants.Exit].Int64s.ToArray().Distinct().Order()); // wide, narrow, and neither
    }

    [Fact]
    public void Rows_ControlGraph_GivesWhatTheGatedGraphGives()
    {
        var graph = ControlledImages.Build();
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var exported = new OnnxRuntimeFile(ModelExporter.Rows(graph), "rows");
        var expected = oracle.Run(ControlledImages.Feeds(), Outputs);
        var actual = exported.Run(ControlledImages.Feeds());

        foreach (string output in Outputs)
            Agreement.AssertClose(expected[output], actual[output]);
    }

    [Fact]
    public void Single_ControlGraph_GivesWhatTheGatedGraphGives()
    {
        var graph = ControlledImages.Build();
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var exported = new OnnxRuntimeFile(ModelExporter.Single(graph), "single");
        var pixels = ControlledImages.Feeds()["x"].Floats.ToArray();
        for (int i = 0; i < ControlledImages.Count; i++)
        {
            var feeds = new Dictionary<string, HostTensor> { ["x"] = HostTensor.Of(pixels[(i * 72)..((i + 1) * 72)], 1, 2, 6, 6) };
            Agreement.AssertClose(oracle.Run(feeds, Outputs)[EarlyExitConstants.Logits], exported.Run(feeds)[EarlyExitConstants.Logits]);
        }
    }

    [Fact]
    public void Predict_ControlGraph_CountsTheMacsOfItsPath()
    {
        var graph = ControlledImages.Build();
        var costs = ExitCosts.Of(graph);
        using var session = InferenceSession.Create(graph);
        var predictions = new Prediction[ControlledImages.Count];
        session.Predict(ControlledImages.Feeds()["x"].Floats, predictions.Length, predictions);

        Assert.All(predictions, prediction => Assert.Equal(costs.Macs[prediction.Exit], prediction.Macs));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void StaticPath_OfEveryComputedPath_AnswersAsTheForcedGraph(int path)
    {
        var graph = ControlledImages.Build();
        var feeds = ControlledImages.Feeds();
        using var fixedPath = new OnnxRuntimeExecutor(StaticPath.Find(graph, path)!); // these paths have no default value
        var alone = fixedPath.Run(feeds, [EarlyExitConstants.Logits])[EarlyExitConstants.Logits];
        using var session = InferenceSession.Create(graph);
        foreach (var (control, action) in graph.Plan!.Control!.Controls.Zip(graph.Plan.Control.Paths[path].Choices)) // a control graph
            feeds[control.Choice] = HostTensor.Of([.. Enumerable.Repeat((long)action, ControlledImages.Count)], ControlledImages.Count, 1);

        Agreement.AssertClose(alone, session.Run(feeds, [EarlyExitConstants.Logits])[EarlyExitConstants.Logits]);
    }

    [Fact]
    public void Forced_EveryPath_SendsEverybodyThere()
    {
        var graph = ControlledImages.Build();
        for (int path = 0; path < graph.Plan!.Control!.Paths.Count; path++) // a control graph
        {
            using var session = InferenceSession.Create(StaticPath.Forced(graph, path));
            var exits = session.Run(ControlledImages.Feeds(), [EarlyExitConstants.Exit])[EarlyExitConstants.Exit].Int64s;
            Assert.Equal([path], exits.ToArray().Distinct());
        }
    }

    [Theory]
    [MemberData(nameof(ExecutorNames))]
    public void PathRecords_PathThatTheModelTakes_AnswersAsTheModel(string name)
    {
        var graph = ControlledImages.Build();
        using var executor = Executors.Create(name, graph);
        var token = TestContext.Current.CancellationToken;
        var records = PathRecords.Record(graph, executor, new ControlledSamples(), new EvaluationOptions { BatchSize = 7 }, token);
        var own = Evaluator.Evaluate(graph, executor, new ControlledSamples(), cancellationToken: token);

        Assert.Equal(own.Samples.Select(sample => sample.Exit), records.Taken.Select(path => records.Paths[path].Name));
        Assert.Equal(own.Samples.Select(sample => sample.Prediction), records.Taken.Select((path, i) => records.Paths[path].Predictions[i]));
        Assert.Equal(own.Result.MacsMean, new PathRouting(records).Model().MacsMean);
    }

    [Fact]
    public void ControlNodeCosts_OfNodesThatRun_SumToTheCostOfEveryPath()
    {
        var graph = ControlledImages.Build();
        var (control, costs) = (graph.Plan!.Control!, ControlNodeCosts.Of(graph)); // a control graph
        var sums = control.Paths.Select((_, path) => control.Nodes.Zip(costs).Where(node => control.Runs(node.First, path)).Sum(node => node.Second));

        Assert.Equal(ExitCosts.Of(graph).Macs, sums);
    }

    public static TheoryData<string> ExecutorNames => [.. Executors.Names];

    public static TheoryData<int> Paths
    {
        get
        {
            var control = ControlledImages.Build().Plan!.Control!; // a control graph
            return [.. Enumerable.Range(0, control.Paths.Count).Where(path => control.Paths[path].Choices is [0, 0, _])]; // no default value is asked for
        }
    }
}
