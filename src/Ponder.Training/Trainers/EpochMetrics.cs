using System.Text.Json.Serialization;

namespace Ponder.Training.Trainers;

/// <summary>One epoch, a line of <c>metrics.jsonl</c>.</summary>
/// <param name="Epoch">1-based.</param>
/// <param name="Loss">Mean joint loss.</param>
/// <param name="ExitLosses">Mean loss per exit, unweighted, shallow to deep: cross-entropy with the share of distillation asked for; 0 for an exit of weight 0, which takes no part. Of a control graph: the task's, then the control nodes'. Of units that halt: the task's, then the ponder cost, or with masks what is missed of the budget.</param>
/// <param name="ValidationAccuracy">Accuracy per exit, every sample at every exit, shallow to deep.</param>
/// <param name="LearningRate">Of the last step.</param>
/// <param name="Seconds">Wall clock of the epoch in the process that finished it.</param>
public sealed record EpochMetrics(
    int Epoch, double Loss, IReadOnlyList<double> ExitLosses, IReadOnlyList<double> ValidationAccuracy,
    double LearningRate, double Seconds)
{
    /// <summary>Mean multiply-adds of a validation sample, of a control graph over those of the dearest path, of units that halt over those with all running, of masks over those of the network without masks; null for others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ValidationMacsShare { get; init; }
}
