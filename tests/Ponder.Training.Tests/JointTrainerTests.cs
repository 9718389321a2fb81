using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Training.Objectives;
using Ponder.Training.Trainers;
using Ponder.Zoo;
using TorchSharp;

namespace Ponder.Training.Tests;

public sealed class JointTrainerTests
{
    private static readonly TrainingOptions Options = new() { Epochs = 3, BatchSize = 16, Threads = 1, MaxShift = 2 };

    [Fact]
    public void Run_ToyDigits_LowersTheLossAtEveryExit()
    {
        var graph = BranchyLeNet();

        var epochs = new JointTrainer(graph, new ToySamples(160), new ToySamples(40), Options).Run().Epochs;

        Assert.True(epochs[^1].ExitLosses[0] < epochs[0].ExitLosses[0]);
        Assert.True(epochs[^1].ExitLosses[1] < epochs[0].ExitLosses[1]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(14)]
    [InlineData(29)]
    public void Run_InterruptedAndResumed_EndsWithTheSameWeights(int interruptAfter)
    {
        var straight = BranchyLeNet();
        new JointTrainer(straight, new ToySamples(160), new ToySamples(40), Options).Run();

        using var run = new ScratchFolder();
        var resumed = BranchyLeNet();
        using var interrupt = new CancellationTokenSource();
        var steps = new StepCounter(interruptAfter, interrupt);
        var first = new JointTrainer(BranchyLeNet(), new ToySamples(160), new ToySamples(40), Options, run.Path);
        Assert.Throws<OperationCanceledException>(() => first.Run(progress: steps, cancellation: interrupt.Token));
        new JointTrainer(resumed, new ToySamples(160), new ToySamples(40), Options, run.Path).Run(resume: true);

        Assert.Equal(straight.ToBytes(), resumed.ToBytes());
    }

    [Fact]
    public void Run_WeightZero_LeavesThatExitsWeightsAlone()
    {
        var graph = BranchyLeNet();
        float[] before = graph.Constant("exit1.logits.weight").Floats.ToArray();

        new JointTrainer(graph, new ToySamples(32), new ToySamples(8), Options with { ExitWeights = [0, 1] }).Run();

        Assert.Equal(before, graph.Constant("exit1.logits.weight").Floats.ToArray());
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(3)]
    public void Gradient_OfAnExitsOwnWeights_IsProportionalToItsWeight(double weight)
    {
        double[] one = ExitGradient(1), weighted = ExitGradient(weight);

        for (int i = 0; i < one.Length; i++)
            Assert.Equal(one[i] * weight, weighted[i], 1e-5);
    }

    [Fact]
    public void Run_NotANumber_SaysEpochAndStep()
    {
        var trainer = new JointTrainer(BranchyLeNet(), new ToySamples(32, isBroken: true), new ToySamples(8), Options);

        var error = Assert.Throws<DivergenceException>(() => trainer.Run());

        Assert.Contains("epoch 1, step 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_BadOptions_ListsAll()
    {
        var options = Options with { Epochs = 0, BatchSize = 0, LearningRate = double.NaN, ExitWeights = [1] };

        var error = Assert.Throws<ArgumentException>(() => new JointTrainer(BranchyLeNet(), new ToySamples(8), new ToySamples(8), options));

        Assert.All(new[] { "epochs", "batch size", "learning rate", "exit weights" }, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Run_OtherOptionsThanTheCheckpoint_AreRefused()
    {
        using var run = new ScratchFolder();
        new JointTrainer(BranchyLeNet(), new ToySamples(32), new ToySamples(8), Options, run.Path).Run();
        var other = new JointTrainer(BranchyLeNet(), new ToySamples(32), new ToySamples(8), Options with { Seed = 99 }, run.Path);

        Assert.Throws<CheckpointException>(() => other.Run(resume: true));
    }

    [Fact]
    public void Run_TruncatedCheckpoint_IsRefused()
    {
        using var run = new ScratchFolder();
        var trainer = new JointTrainer(BranchyLeNet(), new ToySamples(32), new ToySamples(8), Options, run.Path);
        trainer.Run();
        string path = Path.Combine(run.Path, "checkpoint.zip");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..1000]);

        Assert.Throws<CheckpointException>(() => trainer.Run(resume: true));
    }

    [Fact]
    public void Run_Ends_WithNoMoreLiveTensorsThanBefore()
    {
        new JointTrainer(BranchyLeNet(), new ToySamples(32), new ToySamples(8), Options).Run();
        long before = torch.Tensor.TotalCount;

        new JointTrainer(BranchyLeNet(), new ToySamples(32), new ToySamples(8), Options).Run();

        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    private static double[] ExitGradient(double weight)
    {
        // One step of plain arithmetic on the loss itself: Adam would hide a factor.
        using var scope = torch.NewDisposeScope();
        using var network = new Execution.TorchGraph(BranchyLeNet());
        var objective = new JointObjective(network, teacher: null, new TrainingOptions { ExitWeights = [weight, 1] }, new TrainingState());
        objective.Loss(Batch(), done: 0).Joint.backward();
        return [.. network.Weight("exit1.logits.weight").grad!.data<float>().Select(value => (double)value)];
    }

    private static TrainingBatch Batch()
    {
        using var loader = new BatchLoader(new ToySamples(8), new TrainingOptions { BatchSize = 8 });
        return loader.Take(0, 0);
    }

    private static GatedGraph BranchyLeNet() => LeNet.BuildBranchy(seed: 4, new EntropyExitPolicy(0.1f));

    private sealed class StepCounter(int interruptAfter, CancellationTokenSource interrupt) : IProgress<TrainingProgress>
    {
        private int _steps;

        public void Report(TrainingProgress value)
        {
            if (++_steps == interruptAfter)
                interrupt.Cancel();
        }
    }
}
