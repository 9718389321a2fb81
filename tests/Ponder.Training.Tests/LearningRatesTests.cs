using Ponder.Training.Trainers;

namespace Ponder.Training.Tests;

public sealed class LearningRatesTests
{
    [Theory]
    [InlineData(LearningRateSchedule.Constant, 0, 2)]
    [InlineData(LearningRateSchedule.Constant, 1, 2)]
    [InlineData(LearningRateSchedule.Cosine, 0, 2)]
    [InlineData(LearningRateSchedule.Cosine, 0.5, 1)]
    [InlineData(LearningRateSchedule.Cosine, 1, 0)]
    [InlineData(LearningRateSchedule.OneCycle, 0, 0)]
    [InlineData(LearningRateSchedule.OneCycle, 0.1, 1)]
    [InlineData(LearningRateSchedule.OneCycle, 0.2, 2)]
    [InlineData(LearningRateSchedule.OneCycle, 0.6, 1)]
    [InlineData(LearningRateSchedule.OneCycle, 1, 0)]
    public void At_ShareOfSteps_GivesTheSchedulesRate(LearningRateSchedule schedule, double done, double expected) =>
        Assert.Equal(expected, LearningRates.At(new TrainingOptions { LearningRate = 2, Schedule = schedule }, done), 1e-12);

    [Fact]
    public void At_OneCycleWithoutWarmup_StartsAtThePeak()
    {
        var options = new TrainingOptions { LearningRate = 2, Schedule = LearningRateSchedule.OneCycle, WarmupShare = 0 };

        Assert.Equal(2, LearningRates.At(options, 0));
    }
}
