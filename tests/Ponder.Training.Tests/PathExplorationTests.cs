using Ponder.Training.Objectives;
using Ponder.Training.Trainers;
using Ponder.Zoo;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Tests;

/// <summary>A control node that is taught by class sends most samples its way, and some the other.</summary>
public sealed class PathExplorationTests
{
    private const int Count = 2000;
    private const int First = 0; // control nodes of the hierarchy: one that stops or goes on,
    private const int Router = 1; // and behind it the router
    private const int Go = 1;

    private static readonly Superclasses Halves = new("router", [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    private static readonly long[] Labels = [.. Enumerable.Range(0, Count).Select(row => (long)(row % 10))];

    [Fact]
    public void RandomPath_TaughtNode_MostGoWhereTheirClassDoes()
    {
        using var scope = NewDisposeScope();
        var (rows, actions) = Routed(Explore(Halves));

        Assert.InRange(Other(rows, actions), 0.24, 0.33); // a sixth of all of the seven twelfths that come so far
    }

    [Fact]
    public void RandomPath_NobodyTaught_HalfGoEitherWay()
    {
        using var scope = NewDisposeScope();
        var (rows, actions) = Routed(Explore(superclasses: null));

        Assert.InRange(Other(rows, actions), 0.45, 0.55);
    }

    [Fact]
    public void RandomPath_PathsThatDoNotReachTheTaughtNode_AreTakenToo()
    {
        using var scope = NewDisposeScope();
        var (rows, _) = Routed(Explore(Halves));

        Assert.InRange((double)rows.Length / Count, 0.54, 0.63); // half of a half, and two thirds of the other
    }

    private static PathExploration Explore(Superclasses? superclasses)
    {
        manual_seed(3);
        return new PathExploration(ControlDesigns.Hierarchy(seed: 1).Plan!.Control!, Labels, superclasses); // designs have plans
    }

    // Who is sent to the router, and where it sends them.
    private static (int[] Rows, int[] Actions) Routed(PathExploration exploration)
    {
        int[] going = Choices(exploration, First, [.. Enumerable.Range(0, Count)]);
        int[] rows = [.. Enumerable.Range(0, Count).Where(row => going[row] == Go)];
        return (rows, Choices(exploration, Router, rows));
    }

    private static int[] Choices(PathExploration exploration, int control, int[] rows) =>
        [.. ControlObjective.Numbers(exploration.RandomPath(control, rows, zeros(rows.Length, 1, dtype: ScalarType.Int64)))];

    private static double Other(int[] rows, int[] actions) => rows.Zip(actions).Average(pair => pair.Second != pair.First % 10 / 5 ? 1.0 : 0);
}
