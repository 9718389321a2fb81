using Ponder.Training.Objectives;
using Ponder.Training.Trainers;
using Ponder.Zoo;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Tests;

/// <summary>A control node that is taught by class sees what the other way gives, and experts do not learn from it.</summary>
public sealed class PathExplorationTests
{
    private const int Count = 2000;
    private const int Router = 0; // the first control node of the hierarchy

    private static readonly Superclasses Halves = new("router", [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    private static readonly long[] Labels = [.. Enumerable.Range(0, Count).Select(row => (long)(row % 10))];

    [Fact]
    public void RandomPath_TaughtNode_ATenthGoesTheOtherWay()
    {
        using var scope = NewDisposeScope();
        int[] actions = Routed(Explore(Halves));

        Assert.InRange(Enumerable.Range(0, Count).Count(row => actions[row] != row % 10 / 5), 150, 250); // half of a fifth
    }

    [Fact]
    public void TaskLabels_TaughtNode_IgnoreThoseOnTheOtherWayAlone()
    {
        using var scope = NewDisposeScope();
        var exploration = Explore(Halves);
        int[] actions = Routed(exploration);

        Assert.Equal(Enumerable.Range(0, Count).Select(row => actions[row] == row % 10 / 5 ? row % 10 : PathExploration.Ignored), exploration.TaskLabels);
    }

    [Fact]
    public void TaskLabels_NobodyTaught_AreTheLabels()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(Labels, Explore(superclasses: null).TaskLabels);
    }

    [Fact]
    public void CrossEntropy_SomeIgnored_IsTheMeanOfTheOthers()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[,] { { 1, 2 }, { 5, -3 }, { 0, 4 } });
        var others = tensor(new float[,] { { 1, 2 }, { 0, 4 } });

        Assert.Equal(
            TaskLoss.CrossEntropy(others, [0, 1], Smoothed).item<float>(),
            TaskLoss.CrossEntropy(logits, [0, PathExploration.Ignored, 1], Smoothed).item<float>(),
            tolerance: 1e-6f);
    }

    [Fact]
    public void CrossEntropy_AllIgnored_IsZero()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(0, TaskLoss.CrossEntropy(ones(2, 3), [PathExploration.Ignored, PathExploration.Ignored], Smoothed).item<float>());
    }

    private static TrainingOptions Smoothed => new() { LabelSmoothing = 0.1 };

    private static PathExploration Explore(Superclasses? superclasses)
    {
        manual_seed(3);
        return new PathExploration(ControlDesigns.Hierarchy(seed: 1).Plan!.Control!, Labels, superclasses); // designs have plans
    }

    private static int[] Routed(PathExploration exploration) =>
        [.. ControlObjective.Numbers(exploration.RandomPath(Router, [.. Enumerable.Range(0, Count)], zeros(Count, 1, dtype: ScalarType.Int64)))];
}
