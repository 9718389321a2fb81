using Ponder.Cli.Rendering;
using Ponder.Training.Trainers;

namespace Ponder.Cli.Runs;

/// <summary>Shows a training while it runs.</summary>
internal static class TrainingBar
{
    /// <summary>Trains, or goes on from the checkpoint.</summary>
    /// <exception cref="OperationCanceledException">Interrupted; a checkpoint is written.</exception>
    public static IReadOnlyList<EpochMetrics> Run(Terminal terminal, string name, JointTrainer trainer, bool resume, CancellationToken cancellationToken) =>
        ProgressBar.Run(terminal, name, progress =>
            trainer.Run(resume, new DirectProgress<TrainingProgress>(at => progress.Report(Describe(at))), cancellationToken)).Epochs;

    private static ProgressState Describe(TrainingProgress at)
    {
        string accuracy = at.ValidationAccuracy.Count == 0
            ? ""
            : $", validation accuracy {string.Join(" / ", at.ValidationAccuracy.Select(Tables.Percent))}";
        double done = (at.Epoch - 1 + ((double)at.Step / at.StepsPerEpoch)) / at.Epochs;
        return new ProgressState(
            done, $"epoch {at.Epoch} of {at.Epochs}, loss {at.Loss:0.0000}{accuracy}, {at.SamplesPerSecond:N0} images/s, {Left(at.TimeLeft)} left",
            IsMilestone: at.Step == at.StepsPerEpoch);
    }

    private static string Left(TimeSpan time) => time.TotalHours < 1 ? $"{time:m\\:ss}" : $"{time:h\\:mm\\:ss}";
}
