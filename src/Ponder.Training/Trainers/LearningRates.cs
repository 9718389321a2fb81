namespace Ponder.Training.Trainers;

/// <summary>The learning rate at any point of a training.</summary>
internal static class LearningRates
{
    /// <summary>The rate of the step that comes after a share of all steps.</summary>
    /// <param name="options">Peak, schedule and warm-up.</param>
    /// <param name="done">Share of all steps that are done, from 0 to 1.</param>
    public static double At(TrainingOptions options, double done) => options.LearningRate * options.Schedule switch
    {
        LearningRateSchedule.Cosine => 0.5 * (1 + Math.Cos(Math.PI * done)),
        LearningRateSchedule.OneCycle when done < options.WarmupShare => done / options.WarmupShare,
        LearningRateSchedule.OneCycle => (1 - done) / (1 - options.WarmupShare),
        _ => 1,
    };
}
