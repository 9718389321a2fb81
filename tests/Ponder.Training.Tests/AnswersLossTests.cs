using Ponder.Control;
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
        float[] losses = [.. tensors.Select(name => TaskLoss.CrossEntropy(routed[name], tensor(Labels), Options).item<float>())];
        loss.backward();

        Assert.Equal(losses[3] + (losses[..3].Average() / 4), loss.item<float>(), 1e-5f);
        Assert.NotEqual(0, network.Weight("answer0.logits.weight").grad!.abs().sum().item<float>());
    }

    [Fact]
    public void Of_SomeComeBy_WeighsTheirAnswerByTheirShare()
    {
        using var scope = NewDisposeScope();
        var graph = TwoSided();
        using var network = new TorchGraph(graph);
        string answer = graph.Plan!.Exits[^1].Logits, early = graph.Plan.Control!.Nodes.Single(node => node.Name == "early").Tensor!; // the builder makes plans
        var routed = Run(network, [answer], (control, row) => control == 0 && row >= 3 ? 1 : 0); // three go left, and stop
        float final = TaskLoss.CrossEntropy(routed[answer], tensor(Labels), Options).item<float>();
        float left = TaskLoss.CrossEntropy(routed[early], tensor(Labels[..3]), Options).item<float>();

        Assert.Equal(final + (3 * left / Count / 4), new AnswersLoss(graph, Options).Of(routed, Labels).item<float>(), 1e-5f);
    }

    [Fact]
    public void Of_ControlNodesSeeNoAnswers_IsFinalLoss()
    {
        using var scope = NewDisposeScope();
        var graph = ControlDesigns.Cascade(seed: 1);
        using var network = new TorchGraph(graph);
        string answer = graph.Plan!.Exits[^1].Logits;
        var routed = Run(network, [answer], action: 1);

        Assert.Equal(TaskLoss.CrossEntropy(routed[answer], tensor(Labels), Options).item<float>(), new AnswersLoss(graph, Options).Of(routed, Labels).item<float>());
    }

    private static RoutedBatch Run(TorchGraph network, IReadOnlyList<string> outputs, long action) => Run(network, outputs, (_, _) => action);

    private static RoutedBatch Run(TorchGraph network, IReadOnlyList<string> outputs, Func<int, int, long> actionOf)
    {
        using var random = new Generator(5);
        return new RoutedGraph(network, outputs).Run(
            randn([Count, 1, 24, 24], generator: random), training: false, (control, rows, _) => tensor([.. rows.Select(row => actionOf(control, row))], [rows.Length, 1]));
    }

    // Only who goes left comes by the answer that the second control node sees.
    private static GatedGraph TwoSided() => new ControlGraphBuilder("two-sided", seed: 1)
        .Input("image", 1, 24, 24)
        .Control("q1", [new("image")], ["left", "right"], (b, name, x) => b.Linear(b.Flatten(x[0], $"{name}.flat"), $"{name}.scores", 2))
        .Regular("early", [new("image")], Answer, new ControlEdge("q1", "left"))
        .Control("q2", [new("early")], ["stop", "go"], (b, name, x) => b.Linear(x[0], $"{name}.scores", 2), new ControlEdge("q1", "left"))
        .Regular("stop", [new("early")], (b, name, x) => b.Add("Identity", name, [x[0]]), new ControlEdge("q2", "stop"))
        .Regular("late", [new("image")], Answer, new ControlEdge("q2", "go"))
        .Regular("right", [new("image")], Answer, new ControlEdge("q1", "right"))
        .Merge("answer", ["stop", "late", "right"])
        .Build("answer");

    private static LayerEmitter Answer => (b, name, x) => b.Linear(b.Flatten(x[0], $"{name}.flat"), name, 2);
}
