using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Training.Execution;
using Ponder.Training.Objectives;
using Ponder.Training.Trainers;
using Ponder.Zoo;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Tests;

/// <summary>Whoever comes by an answer that a control node sees teaches it, whether it stops there or not.</summary>
public sealed class AnswersLossTests
{
    private const int Count = 12;

    private static readonly TrainingOptions Options = new();
    private static readonly long[] Labels = [.. Enumerable.Range(0, Count).Select(i => (long)i % 2)];

    [Fact]
    public void Of_NobodySkips_IsFinalLossAndQuarterOfMeanOfSeenAnswers()
    {
        using var scope = NewDisposeScope();
        var graph = ControlDesigns.Chain(seed: 1);
        using var network = new TorchGraph(graph);
        string[] answers = ["answer0", "answer1", "answer2", "answer3"];
        string[] tensors = [.. answers.Select(answer => graph.Plan!.Control!.Nodes.Single(node => node.Name == answer).Tensor!)]; // they make tensors
        var routed = Run(network, tensors, action: 0); // everybody runs every stage
        var loss = new AnswersLoss(graph, Options).Of(routed, Labels);
        float[] losses = [.. tensors.Select(name => TaskLoss.CrossEntropy(routed[name], Labels, Options).item<float>())];
        loss.backward();

        Assert.Equal(losses[3] + (losses[..3].Average() / 4), loss.item<float>(), 1e-5f);
        Assert.NotEqual(0, network.Weight("answer0.logits.weight").grad!.abs().sum().item<float>());
    }

    [Fact]
    public void Of_SomeComeBy_WeighsTheirAnswerByTheirShare()
    {
        using var scope = NewDisposeScope();
        var graph = ControlDesigns.Hierarchy(seed: 1);
        using var network = new TorchGraph(graph);
        using var random = new Generator(5);
        string answer = graph.Plan!.Exits[^1].Logits; // designs have plans
        var nodes = graph.Plan.Control!.Nodes.ToDictionary(node => node.Name);
        long[] labels = [.. Enumerable.Range(0, Count).Select(i => (long)i % 10)];
        var routed = new RoutedGraph(network, [answer]).Run(
            randn([Count, 3, 32, 32], generator: random), training: false,
            (control, rows, greedy) => control == 0 ? tensor([.. rows.Select(row => row < 3 ? 0L : 1)], [rows.Length, 1]) : ones_like(greedy)); // three go left, and all go on
        float final = TaskLoss.CrossEntropy(routed[answer], labels, Options).item<float>();
        float left = TaskLoss.CrossEntropy(routed[nodes["left.early"].Tensor!], labels[..3], Options).item<float>();
        float right = TaskLoss.CrossEntropy(routed[nodes["right.early"].Tensor!], labels[3..], Options).item<float>();

        Assert.Equal(final + (((3 * left) + (9 * right)) / Count / 2 / 4), new AnswersLoss(graph, Options).Of(routed, labels).item<float>(), 1e-5f);
    }

    [Fact]
    public void Of_ControlNodesSeeNoAnswers_IsFinalLoss()
    {
        using var scope = NewDisposeScope();
        var graph = ControlDesigns.Cascade(seed: 1);
        using var network = new TorchGraph(graph);
        string answer = graph.Plan!.Exits[^1].Logits;
        var routed = Run(network, [answer], action: 1);

        Assert.Equal(TaskLoss.CrossEntropy(routed[answer], Labels, Options).item<float>(), new AnswersLoss(graph, Options).Of(routed, Labels).item<float>());
    }

    private static RoutedBatch Run(TorchGraph network, IReadOnlyList<string> outputs, long action)
    {
        using var random = new Generator(5);
        return new RoutedGraph(network, outputs).Run(
            randn([Count, 1, 24, 24], generator: random), training: false, (_, rows, _) => tensor([.. rows.Select(_ => action)], [rows.Length, 1]));
    }
}
