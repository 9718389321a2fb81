namespace Ponder.Training.Trainers;

/// <summary>What a training gave. The graph holds the weights of the best epoch.</summary>
/// <param name="Epochs">Every epoch.</param>
/// <param name="BestEpoch">1-based; the one with the highest mean of all exits' validation accuracies.</param>
public sealed record TrainingResult(IReadOnlyList<EpochMetrics> Epochs, int BestEpoch);
