namespace Ponder.Training.Trainers;

/// <summary>How far a training is.</summary>
/// <param name="Epoch">1-based.</param>
/// <param name="Epochs">All of them.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="StepsPerEpoch">All of them.</param>
/// <param name="Loss">Mean joint loss of this epoch so far.</param>
/// <param name="SamplesPerSecond">Since this run began.</param>
/// <param name="TimeLeft">At that pace.</param>
/// <param name="ValidationAccuracy">Per exit after the last whole epoch; empty in the first.</param>
public sealed record TrainingProgress(
    int Epoch, int Epochs, int Step, int StepsPerEpoch, double Loss, double SamplesPerSecond, TimeSpan TimeLeft,
    IReadOnlyList<double> ValidationAccuracy);
