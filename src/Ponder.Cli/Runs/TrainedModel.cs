using Ponder.Graph;
using Ponder.Training.Trainers;

namespace Ponder.Cli.Runs;

/// <summary>What a training gave.</summary>
/// <param name="Graph">The network with the weights of its best epoch.</param>
/// <param name="Trunk">The trunk as it was before it had exits; null when it never gets any.</param>
/// <param name="Baseline">Epochs of the trunk alone; empty when it was not trained.</param>
/// <param name="Branches">Epochs of all exits together; empty when there are none.</param>
internal sealed record TrainedModel(
    GatedGraph Graph, GatedGraph? Trunk, IReadOnlyList<EpochMetrics> Baseline, IReadOnlyList<EpochMetrics> Branches);
