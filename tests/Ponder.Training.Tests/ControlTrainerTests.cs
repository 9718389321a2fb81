using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Training.Execution;
using Ponder.Training.Trainers;
using Ponder.Zoo;

namespace Ponder.Training.Tests;

/// <summary>Control nodes find policies that are known to be best.</summary>
public sealed class ControlTrainerTests
{
    private static readonly TrainingOptions Options = new()
    {
        Epochs = 30,
        BatchSize = 40,
        Threads = 1,
        LearningRate = 0.05,
    };

    [Theory]
    [InlineData(ControlMethod.QLearning)]
    [InlineData(ControlMethod.Gumbel)]
    [InlineData(ControlMethod.Comparison)]
    public void Run_TwoContexts_SpendsOnlyWhereItHelps(ControlMethod method)
    {
        var graph = ToyControlGraphs.Bandit();
        Train(graph, i => i % 2, i => i % 2, new ControlOptions { Method = method, AccuracyShare = 0.8, Budget = 0.55 });

        Assert.Equal([1, 0], Paths(graph)); // cheap for the first context, dear for the second
    }

    [Fact]
    public void Run_RewardPerSample_NeverSaysYesToTwoInFive()
    {
        var graph = ToyControlGraphs.YesNo();
        Train(graph, _ => 0, i => i % 5 < 2 ? 1 : 0, new ControlOptions { AccuracyShare = 1 });

        Assert.Equal(1, Paths(graph)[0]);
    }

    [Fact]
    public void Run_F1OfBags_SaysYesWhereSamplesAloneWouldNot()
    {
        // Two in five are right: accuracy prefers "no" (0.6 against 0.4), F1 "yes" (0.57 against 0).
        var graph = ToyControlGraphs.YesNo();
        Train(graph, _ => 0, i => i % 5 < 2 ? 1 : 0, new ControlOptions { AccuracyShare = 1, Metric = RewardMetric.F1, BagSize = 10 });

        Assert.Equal(0, Paths(graph)[0]);
    }

    [Theory]
    [InlineData(ControlMethod.QLearning)]
    [InlineData(ControlMethod.Comparison)]
    public void Run_ChoicesThatDependOnEachOther_FindTheCheapPair(ControlMethod method)
    {
        var graph = ToyControlGraphs.Signs();
        Train(graph, i => i % 2, _ => 1, new ControlOptions { Method = method, AccuracyShare = 0.7 });

        Assert.Equal("first=minus, second=minus", graph.Plan!.ExitNames[Paths(graph)[0]]); // a control graph has a plan
    }

    [Fact]
    public void Run_ComparisonBehindACollapsedPolicy_FindsTheWayBack()
    {
        var graph = ToyControlGraphs.Bandit();
        graph.SetConstant("q.scores.bias", HostTensor.Of([-4f, 4], 2)); // everybody takes the cheap way
        Train(graph, i => i % 2, i => i % 2, new ControlOptions { Method = ControlMethod.Comparison, AccuracyShare = 0.8 });

        Assert.Equal([1, 0], Paths(graph));
    }

    [Fact]
    public void Run_Comparison_ChangesControlNodesAlone()
    {
        var graph = ControlDesigns.Hierarchy(seed: 1);
        var before = graph.Clone();
        new JointTrainer(graph, new ToyImages(40), new ToyImages(20), Options with { Epochs = 1, Control = new ControlOptions { Method = ControlMethod.Comparison } }).Run();

        string[] changed = [.. graph.ConstantNames.Where(name => graph.Tensor(name).ElementType == ElementType.Float32 && !graph.Constant(name).Floats.SequenceEqual(before.Constant(name).Floats))];
        Assert.NotEmpty(changed);
        string[] controls = [.. graph.Plan!.Control!.Controls.Select(control => control.Name)]; // designs have plans
        Assert.All(changed, name => Assert.Contains(controls, control => name.StartsWith($"{control}.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Run_Interrupted_ResumesBitIdentically()
    {
        using var folder = new ScratchFolder();
        var whole = ToyControlGraphs.Bandit();
        Train(whole, i => i % 2, i => i % 2, new ControlOptions());
        var parts = ToyControlGraphs.Bandit();
        using var stop = new CancellationTokenSource();
        var trainer = Trainer(parts, i => i % 2, i => i % 2, new ControlOptions(), folder.Path);
        Assert.Throws<OperationCanceledException>(() => trainer.Run(progress: new StopAt(stop, epoch: 12), cancellation: stop.Token));
        Trainer(parts, i => i % 2, i => i % 2, new ControlOptions(), folder.Path).Run(resume: true);

        Assert.Equal(whole.ToBytes(), parts.ToBytes());
    }

    [Fact]
    public void Run_ControlGraphWithoutOptions_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new JointTrainer(ToyControlGraphs.YesNo(), Samples(_ => 0, _ => 0), Samples(_ => 0, _ => 0), Options));

        Assert.Contains("expected no control graph without control options", error.Message, StringComparison.Ordinal);
    }

    private static void Train(GatedGraph graph, Func<int, int> contextOf, Func<int, int> labelOf, ControlOptions control) =>
        Trainer(graph, contextOf, labelOf, control, folder: null).Run();

    private static JointTrainer Trainer(GatedGraph graph, Func<int, int> contextOf, Func<int, int> labelOf, ControlOptions control, string? folder) => new(
        graph, Samples(contextOf, labelOf), Samples(contextOf, labelOf),
        Options with { Control = control, FrozenWeights = ToyControlGraphs.Frozen(graph) }, folder);

    private static ToyControlGraphs.Samples Samples(Func<int, int> contextOf, Func<int, int> labelOf) => new(200, contextOf, labelOf);

    // The paths of the two contexts.
    private static int[] Paths(GatedGraph graph)
    {
        using var session = new TorchGraphExecutor(graph);
        var exits = session.Run(new Dictionary<string, HostTensor> { ["x"] = HostTensor.Of([1f, 0, 0, 1], 2, 2) }, [EarlyExitConstants.Exit]);
        return [.. exits[EarlyExitConstants.Exit].Int64s.ToArray().Select(path => (int)path)];
    }

    private sealed class StopAt(CancellationTokenSource stop, int epoch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Epoch == epoch)
                stop.Cancel();
        }
    }
}
