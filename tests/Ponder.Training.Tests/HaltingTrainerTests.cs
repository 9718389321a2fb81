using Ponder.Graph;
using Ponder.Halting;
using Ponder.Training.Execution;
using Ponder.Training.Objectives;
using Ponder.Training.Trainers;
using Ponder.Zoo;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Tests;

/// <summary>Halting is learned: what pondering costs decides how much of it there is. A few steps on noise, which do not show what networks learn.</summary>
public sealed class HaltingTrainerTests
{
    [Theory]
    [InlineData(HaltingKind.Image)]
    [InlineData(HaltingKind.Position)]
    public void Run_DearPondering_LowersThePonderCost(HaltingKind kind)
    {
        var epochs = Train(kind, ponderWeight: 2);

        Assert.InRange(epochs[0].ExitLosses[1], 6, 3 * 2.953); // three blocks of two units: from one that is sure to scores of 0.047
        Assert.True(epochs[^1].ExitLosses[1] < epochs[0].ExitLosses[1] - 0.05, $"{epochs[^1].ExitLosses[1]}");
        Assert.InRange(epochs[^1].ValidationMacsShare!.Value, 0.1, 1); // networks that halt have one
    }

    [Fact]
    public void Run_HaltingUnitsWithoutOptions_IsRefused()
    {
        var samples = new ToyImages(8);
        var error = Assert.Throws<ArgumentException>(() => new JointTrainer(ResNet.BuildHalting(seed: 1, depth: 14), samples, samples, new TrainingOptions()));

        Assert.Contains("expected no halting units without options for them", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_HigherScoreRate_LowersThePonderCostFaster() => Assert.True(
        Train(HaltingKind.Position, ponderWeight: 2, OptimizerKind.Sgd, scoreRate: 20)[^1].ExitLosses[1]
            < Train(HaltingKind.Position, ponderWeight: 2, OptimizerKind.Sgd, scoreRate: 1)[^1].ExitLosses[1]);

    [Fact]
    public void Run_BFloat16_LowersThePonderCost()
    {
        var epochs = Train(HaltingKind.Position, ponderWeight: 2, precision: Precision.BFloat16);

        Assert.True(epochs[^1].ExitLosses[1] < epochs[0].ExitLosses[1] - 0.05, $"{epochs[^1].ExitLosses[1]}");
    }

    [Fact]
    public void Run_BFloat16_SumsScoresInFloat32()
    {
        using var scope = NewDisposeScope();
        using var network = new TorchGraph(ResNet.BuildHalting(seed: 1, depth: 20), ScalarType.BFloat16);
        var found = network.Run(new Dictionary<string, Tensor> { ["image"] = zeros(1, 3, 32, 32) }, ["block1", "stage1.unit2.score", "stage1.unit2.total"]);

        Assert.Equal([ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float32], found.Values.Select(tensor => tensor.dtype));
    }

    [Fact]
    public void Loss_DistilledFromAnother_IsWhatItsAnswersSay()
    {
        double own = LossOf(new TrainingOptions { DistillationWeight = 1 }, ResNet.BuildHalting(seed: 1, depth: 14, Undecided));
        double other = LossOf(new TrainingOptions { DistillationWeight = 1 }, ResNet.Build(seed: 2, depth: 14));

        Assert.True(other > own + 0.01, $"{other}, {own}");
    }

    [Fact]
    public void Loss_DistilledWithoutTeacher_IsOfTheLabels() =>
        Assert.Equal(LossOf(new TrainingOptions(), teacher: null), LossOf(new TrainingOptions { DistillationWeight = 1 }, teacher: null));

    private static HaltingOptions Undecided => new() { InitialBias = -40 };

    private static double LossOf(TrainingOptions options, GatedGraph? teacher)
    {
        using var scope = NewDisposeScope();
        using var network = new TorchGraph(ResNet.BuildHalting(seed: 1, depth: 14, Undecided));
        using var taught = teacher is null ? null : new TorchGraph(teacher);
        using var loader = new BatchLoader(new ToyImages(16), options with { BatchSize = 16, Epochs = 1 });
        var loss = new HaltingObjective(network, taught, options, new HaltingTrainingOptions()).Loss(loader.Take(0, 0), done: 0);
        return loss.Parts[0]!.item<float>(); // the task has weight
    }

    private static IReadOnlyList<EpochMetrics> Train(
        HaltingKind kind, double ponderWeight, OptimizerKind optimizer = OptimizerKind.Adam, double scoreRate = 1, Precision precision = Precision.Float32)
    {
        var samples = new ToyImages(32);
        var options = new TrainingOptions
        {
            Epochs = 4,
            BatchSize = 8,
            Threads = 1,
            LearningRate = 0.05,
            Optimizer = optimizer,
            Precision = precision,
            Halting = new HaltingTrainingOptions { PonderWeight = ponderWeight, ScoreRate = scoreRate },
        };
        return new JointTrainer(ResNet.BuildHalting(seed: 1, depth: 14, new HaltingOptions { Kind = kind }), samples, samples, options).Run().Epochs;
    }
}
