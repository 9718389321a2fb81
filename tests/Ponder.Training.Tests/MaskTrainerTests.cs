using Ponder.Halting;
using Ponder.Training.Trainers;

namespace Ponder.Training.Tests;

/// <summary>Masks learn to keep a budget. Squares of four colours, which do not show how good masks are.</summary>
public sealed class MaskTrainerTests
{
    private static readonly TrainingOptions Short = ToyMasks.Options with { Epochs = 6 };

    [Theory]
    [InlineData(0.6)]
    [InlineData(0.8)]
    public void Run_Budget_IsKeptAndTheTaskLearned(double budget)
    {
        var result = ToyMasks.Trainer(ToyMasks.Build(), budget).Run();
        var best = result.Epochs[result.BestEpoch - 1];

        Assert.InRange(best.ValidationMacsShare!.Value, budget - 0.05, budget + 0.05); // networks that halt have one
        Assert.True(best.ValidationAccuracy[0] > 0.8, $"{best.ValidationAccuracy[0]}");
    }

    [Fact]
    public void Run_SameSeed_GivesTheSameWeights()
    {
        var (one, other) = (ToyMasks.Build(), ToyMasks.Build());
        ToyMasks.Trainer(one, 0.7, Short).Run();
        ToyMasks.Trainer(other, 0.7, Short).Run();

        Assert.Equal(one.ToBytes(), other.ToBytes());
    }

    [Fact]
    public void Run_Interrupted_ResumesBitIdentically()
    {
        using var folder = new ScratchFolder();
        var (whole, parts) = (ToyMasks.Build(), ToyMasks.Build());
        ToyMasks.Trainer(whole, 0.7, Short).Run();
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            ToyMasks.Trainer(parts, 0.7, Short, folder.Path).Run(progress: new StopAt(stop, epoch: 3), cancellation: stop.Token));
        ToyMasks.Trainer(parts, 0.7, Short, folder.Path).Run(resume: true);

        Assert.Equal(whole.ToBytes(), parts.ToBytes());
    }

    [Fact]
    public void Run_BFloat16_KeepsTheBudget()
    {
        var result = ToyMasks.Trainer(ToyMasks.Build(), 0.7, ToyMasks.Options with { Precision = Precision.BFloat16 }).Run();

        Assert.InRange(result.Epochs[result.BestEpoch - 1].ValidationMacsShare!.Value, 0.6, 0.8); // as above
    }

    [Theory]
    [InlineData(HaltingKind.Mask, null, "expected one for the masks")]
    [InlineData(HaltingKind.Mask, 0.4, "expected at least 0.482")]
    [InlineData(HaltingKind.Mask, 1.5, "expected above 0, at most 1")]
    [InlineData(HaltingKind.Position, 0.5, "expected none")]
    public void Constructor_BudgetThatDoesNotFit_IsRefused(HaltingKind kind, double? budget, string reason)
    {
        var error = Assert.Throws<ArgumentException>(() => ToyMasks.Trainer(ToyMasks.Build(kind), budget));

        Assert.Contains($"budget: {reason}", error.Message, StringComparison.Ordinal);
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
