using Ponder.Control;
using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Training.Execution;
using Ponder.Training.Objectives;
using Ponder.Zoo;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Tests;

/// <summary>Samples that take their paths in training meet the same numbers as everywhere else.</summary>
public sealed class RoutedGraphTests
{
    private const int Count = 12;

    [Fact]
    public void Run_EvenlyRandomPaths_AnswersAsTheForcedGraph()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var graph = ControlDesigns.Cascade(seed: 1);
        using var network = new TorchGraph(graph);
        string answer = graph.Plan!.Exits[^1].Logits; // designs have plans
        var samples = Samples();
        manual_seed(3);
        var exploration = new PathExploration(graph.Plan.Control!, new long[Count], superclasses: null);
        var routed = new RoutedGraph(network, [answer, EarlyExitConstants.Exit]).Run(samples, training: false, exploration.RandomPath);
        var dense = network.Run(Forced(graph, samples, routed), [answer])[answer];

        Assert.True(routed[EarlyExitConstants.Exit].data<long>().ToArray().Distinct().Count() > 2);
        Assert.True(routed[answer].allclose(dense, rtol: 1e-4, atol: 1e-4));
    }

    [Fact]
    public void Run_EverybodyRejected_LeavesDeeperStatisticsAlone()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var graph = ControlDesigns.Cascade(seed: 1);
        using var network = new TorchGraph(graph);
        new RoutedGraph(network, [graph.Plan!.Exits[^1].Logits]).Run(Samples(), training: true, (_, _, greedy) => zeros_like(greedy)); // action 0 rejects

        Assert.NotEqual(0, network.Constant("stage1.conv1.mean").abs().sum().item<float>());
        Assert.Equal(0, network.Constant("stage2.conv1.mean").abs().sum().item<float>());
    }

    [Fact]
    public void Store_MeansOfBatches_ReplaceWhatTheRunningMeanForgot()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var graph = ControlDesigns.Cascade(seed: 1);
        using var network = new TorchGraph(graph);
        var route = new RoutedGraph(network, [graph.Plan!.Exits[^1].Logits]);
        var means = new RunningMeans(network);
        for (int step = 0; step < 3; step++)
        {
            route.Run(Samples(), training: true); // the same batch each time
            means.Add();
        }

        means.Store();
        float[] stored = network.Constant("stage1.conv1.mean").data<float>().ToArray();
        network.Constant("stage1.conv1.mean").zero_();
        route.Run(Samples(), training: true);
        Assert.Equal(network.Constant("stage1.conv1.mean").data<float>().Select(value => value / 0.1f), stored, (one, other) => Math.Abs(one - other) < 1e-4); // a tenth of the way
    }

    [Fact]
    public void Mix_SoftGates_ChooseInValueAndPassGradientsOn()
    {
        using var scope = NewDisposeScope();
        var graph = ControlDesigns.Cascade(seed: 1);
        using var network = new TorchGraph(graph);
        string answer = graph.Plan!.Exits[^1].Logits, input = graph.Inputs[0].Name;
        var feeds = new Dictionary<string, Tensor> { [input] = Samples() };
        var hard = network.Run(feeds, [answer])[answer];
        var gates = new SoftGates(DemandAnalysis.Of(graph), [.. graph.Plan.Control!.Controls], isNoisy: false);
        var soft = network.Run(feeds, [answer], training: false, gates)[answer];
        soft.sum().backward();

        Assert.True(soft.allclose(hard, rtol: 1e-4, atol: 1e-4));
        Assert.NotEqual(0, network.Weight("q1.scores.weight").grad!.abs().sum().item<float>());
    }

    private static Tensor Samples()
    {
        using var random = new Generator(5);
        return randn([Count, 1, 24, 24], generator: random);
    }

    // Where a control node was not reached any action does.
    private static Dictionary<string, Tensor> Forced(GatedGraph graph, Tensor samples, RoutedBatch routed)
    {
        var feeds = new Dictionary<string, Tensor> { [graph.Inputs[0].Name] = samples };
        foreach (var control in graph.Plan!.Control!.Controls)
        {
            long[] choices = new long[Count];
            foreach (var (row, action) in routed.RowsOf(control.Choice).Zip(routed.RowsOf(control.Choice).Length > 0 ? routed[control.Choice].data<long>().ToArray() : []))
                choices[row] = action;
            feeds[control.Choice] = tensor(choices, [Count, 1]);
        }

        return feeds;
    }
}
