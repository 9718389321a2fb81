using Ponder.Graph;
using Ponder.Training.Execution;
using Ponder.Training.Objectives;
using Ponder.Training.Trainers;
using static TorchSharp.torch;

namespace Ponder.Training.Tests;

/// <summary>Optimisers, precision, augmentation, freezing and distillation in whole trainings of a residual network.</summary>
public sealed class JointTrainerRegimeTests
{
    private static readonly TrainingOptions Options = new()
    {
        Epochs = 2,
        BatchSize = 16,
        Threads = 1,
        Optimizer = OptimizerKind.Sgd,
        LearningRate = 0.05,
        WeightDecay = 1e-4,
        Schedule = LearningRateSchedule.OneCycle,
        MaxShift = 1,
        Flip = true,
    };

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void Run_Sgd_LowersTheLoss(Precision precision)
    {
        var epochs = Train(SmallResidualNetwork.Build(), Options with { Epochs = 4, Precision = precision }).Epochs;

        Assert.True(epochs[^1].Loss < epochs[0].Loss, $"expected less than {epochs[0].Loss}, got {epochs[^1].Loss}");
    }

    [Fact]
    public void Run_BFloat16_MovesWeightsByLessThanItsOwnPrecision()
    {
        var graph = SmallResidualNetwork.Build();

        Train(graph, Options with { Precision = Precision.BFloat16 });

        Assert.Contains(graph.Constant("deep.conv.weight").Floats.ToArray(), value => (BitConverter.SingleToInt32Bits(value) & 0xffff) != 0);
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void Run_InterruptedAndResumed_EndsWithTheSameWeights(Precision precision)
    {
        var options = Options with { Precision = precision };
        var straight = SmallResidualNetwork.Build();
        Train(straight, options);

        using var run = new ScratchFolder();
        using var interrupt = new CancellationTokenSource();
        var resumed = SmallResidualNetwork.Build();
        Assert.Throws<OperationCanceledException>(() => Trainer(SmallResidualNetwork.Build(), options, run.Path)
            .Run(progress: new AfterSteps(14, interrupt.Cancel), cancellation: interrupt.Token));
        Trainer(resumed, options, run.Path).Run(resume: true);

        Assert.Equal(straight.ToBytes(), resumed.ToBytes());
    }

    [Fact]
    public void Run_CrashedWithinAnEpoch_GoesOnFromThere()
    {
        var straight = SmallResidualNetwork.Build();
        Train(straight, Options);

        using var run = new ScratchFolder();
        var resumed = SmallResidualNetwork.Build();
        var crashing = new JointTrainer(SmallResidualNetwork.Build(), new ToySamples(160), new ToySamples(40), Options, run.Path)
        {
            CheckpointInterval = TimeSpan.Zero,
        };
        Assert.Throws<TimeoutException>(() => crashing.Run(progress: new AfterSteps(4, () => throw new TimeoutException())));
        Trainer(resumed, Options, run.Path).Run(resume: true);

        Assert.Equal(straight.ToBytes(), resumed.ToBytes());
    }

    [Fact]
    public void Run_FrozenTrunk_LeavesItBitForBit()
    {
        var graph = SmallResidualNetwork.Build();
        var before = graph.Clone();

        Train(graph, Options with { FrozenWeights = TrunkOf(graph) });

        Assert.All(TrunkOf(graph), name => Assert.Equal(Bits(before, name), Bits(graph, name)));
        Assert.NotEqual(Bits(before, "exit1.logits.weight"), Bits(graph, "exit1.logits.weight"));
    }

    [Fact]
    public void Constructor_FrozenNameThatIsNotThere_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Trainer(SmallResidualNetwork.Build(), Options with { FrozenWeights = ["nothing"] }));

    [Fact]
    public void Constructor_TeacherOfAnotherInput_IsRefused()
    {
        var builder = new GraphBuilder("other");
        var teacher = builder.Build(plan: null, builder.Relu(builder.Input("x", TensorShape.Batch, 3), "y"));

        var error = Assert.Throws<ArgumentException>(() => new JointTrainer(
            SmallResidualNetwork.Build(), new ToySamples(16), new ToySamples(8), Options, runFolder: null, teacher));

        Assert.Contains("teacher other", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loss_DistilledFromItself_IsZeroAtTheLastExit()
    {
        var options = new TrainingOptions { DistillationWeight = 1, DistillationTemperature = 3 };

        double[] losses = Losses(options, SmallNetworkWithoutChance());

        Assert.Equal(0, losses[1], 1e-5);
        Assert.True(losses[0] > 1e-4);
    }

    [Fact]
    public void Loss_DistilledWithoutTeacher_LeavesTheLastExitToTheLabels()
    {
        double[] plain = Losses(new TrainingOptions(), teacher: null);

        double[] distilled = Losses(new TrainingOptions { DistillationWeight = 0.5 }, teacher: null);

        Assert.Equal(plain[1], distilled[1], 1e-6);
        Assert.NotEqual(plain[0], distilled[0], 1e-3);
    }

    [Fact]
    public void Loss_Smoothed_IsAnother() => Assert.NotEqual(
        Losses(new TrainingOptions(), teacher: null)[0], Losses(new TrainingOptions { LabelSmoothing = 0.2 }, teacher: null)[0], 1e-4);

    private static double[] Losses(TrainingOptions options, GatedGraph? teacher)
    {
        using var scope = NewDisposeScope();
        var graph = SmallNetworkWithoutChance();
        using var network = new TorchGraph(graph);
        using var other = teacher is null ? null : new TorchGraph(teacher);
        using var loader = new BatchLoader(new ToySamples(16), options with { BatchSize = 16, Epochs = 1 });
        return [.. new JointObjective(network, other, options, new TrainingState()).Loss(loader.Take(0, 0), done: 0).Parts.Select(loss => (double)loss!.item<float>())]; // no exit has weight 0
    }

    // Without normalisation and dropout training and evaluation give the same logits.
    private static GatedGraph SmallNetworkWithoutChance() => Zoo.LeNet.BuildBranchy(seed: 4, new EarlyExit.EntropyExitPolicy(0.1f));

    private static string[] TrunkOf(GatedGraph graph) =>
        [.. graph.ConstantNames.Where(name => !name.StartsWith("exit1.", StringComparison.Ordinal))];

    private static byte[] Bits(GatedGraph graph, string name) => graph.Constant(name).ElementType == ElementType.Float32
        ? System.Runtime.InteropServices.MemoryMarshal.AsBytes(graph.Constant(name).Floats).ToArray()
        : [];

    private static TrainingResult Train(GatedGraph graph, TrainingOptions options) => Trainer(graph, options).Run();

    private static JointTrainer Trainer(GatedGraph graph, TrainingOptions options, string? runFolder = null) =>
        new(graph, new ToySamples(160), new ToySamples(40), options, runFolder);

    private sealed class AfterSteps(int count, Action action) : IProgress<TrainingProgress>
    {
        private int _steps;

        public void Report(TrainingProgress value)
        {
            if (++_steps == count)
                action();
        }
    }
}
