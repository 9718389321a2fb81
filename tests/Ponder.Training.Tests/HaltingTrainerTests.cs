using Ponder.Graph;
using Ponder.Halting;
using Ponder.Training.Trainers;
using Ponder.Zoo;

namespace Ponder.Training.Tests;

/// <summary>Halting is learned: what pondering costs decides how much of it there is. A few steps on noise, which do not show what networks learn.</summary>
public sealed class HaltingTrainerTests
{
    [Theory]
    [InlineData(HaltingKind.Image)]
    [InlineData(HaltingKind.Position)]
    public void Run_DearPondering_HaltsEarlierThanFree(HaltingKind kind)
    {
        double free = MacsShare(kind, ponderWeight: 0), dear = MacsShare(kind, ponderWeight: 2);

        Assert.True(dear < free - 0.1, $"{dear} {free}");
    }

    [Fact]
    public void Run_HaltingUnitsWithoutOptions_IsRefused()
    {
        var samples = new ToyImages(8);
        var error = Assert.Throws<ArgumentException>(() => new JointTrainer(ResNet.BuildHalting(seed: 1, depth: 14), samples, samples, new TrainingOptions()));

        Assert.Contains("expected no halting units without options for them", error.Message, StringComparison.Ordinal);
    }

    private static double MacsShare(HaltingKind kind, double ponderWeight)
    {
        var samples = new ToyImages(32);
        var options = new TrainingOptions
        {
            Epochs = 4,
            BatchSize = 8,
            Threads = 1,
            LearningRate = 0.02,
            Halting = new HaltingTrainingOptions { PonderWeight = ponderWeight },
        };
        var graph = ResNet.BuildHalting(seed: 1, depth: 14, new HaltingOptions { Kind = kind });
        return new JointTrainer(graph, samples, samples, options).Run().Epochs[^1].ValidationMacsShare!.Value; // networks that halt have one
    }
}
