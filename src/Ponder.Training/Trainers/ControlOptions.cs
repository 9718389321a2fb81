namespace Ponder.Training.Trainers;

/// <summary>How control nodes learn to choose.</summary>
/// <remarks>Liu and Deng 2017 (arXiv:1701.00299); what is taken from elsewhere says so.</remarks>
public sealed record ControlOptions
{
    /// <summary>Who teaches the control nodes. Default Q-learning.</summary>
    public ControlMethod Method { get; init; } = ControlMethod.QLearning;

    /// <summary>
    /// The paper's lambda, from 0 to 1: share of accuracy in the reward lambda * A + (1 - lambda) * E, where E is 1 minus the
    /// multiply-adds spent over those of the dearest path. Default 0.9. Not for Gumbel gates.
    /// </summary>
    public double AccuracyShare { get; init; } = 0.9;

    /// <summary>What A is. Default: whether the answer is right.</summary>
    public RewardMetric Metric { get; init; }

    /// <summary>Samples of a mini-bag, which share one reward; at least 1, at most a batch. 1 for a reward per sample. Default 1.</summary>
    public int BagSize { get; init; } = 1;

    /// <summary>Share of all steps in which every sample takes a path at random, so that all nodes learn before any is chosen, in [0, 1). Default 0.3. Not for comparison.</summary>
    public double WarmupShare { get; init; } = 0.3;

    /// <summary>Share of samples that explore right after the warm-up: one of their control nodes chooses at random. From 0 to 1. Default 0.5. Q-learning only.</summary>
    public double Exploration { get; init; } = 0.5;

    /// <summary>Share of samples that explore over the last fifth of the steps, from 0 to 1; before, the share falls in a straight line. Default 0.05. Q-learning only.</summary>
    public double FinalExploration { get; init; } = 0.05;

    /// <summary>Factor of the control nodes' loss beside the task's, above 0. Default 1. For Gumbel gates: of the budget's loss.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Mean multiply-adds to aim at, as a share of the dearest path's, above 0, at most 1. Default 0.5. Gumbel gates only.</summary>
    public double Budget { get; init; } = 0.5;

    /// <summary>What one control node does during the warm-up, by class; null for choices at random there, too.</summary>
    public Superclasses? Superclasses { get; init; }

    internal IEnumerable<string> FindFaults(int batchSize)
    {
        foreach (var (name, value, most) in new[]
            {
                ("accuracy share", AccuracyShare, 1.0), ("exploration", Exploration, 1), ("final exploration", FinalExploration, 1), ("budget", Budget, 1),
            })
        {
            if (!(value >= 0 && value <= most))
                yield return $"{name}: expected from 0 to {most}, got {value}";
        }

        if (BagSize < 1 || BagSize > batchSize)
            yield return $"bag size: expected 1 to the batch size of {batchSize}, got {BagSize}";
        if (Method == ControlMethod.Comparison && BagSize != 1)
            yield return $"bag size: expected 1 where paths are compared sample by sample, got {BagSize}";
        if (Metric == RewardMetric.F1 && BagSize < 2)
            yield return $"bag size: expected at least 2 with F1, got {BagSize}";
        if (!(WarmupShare is >= 0 and < 1))
            yield return $"control warm-up share: expected from 0 to below 1, got {WarmupShare}";
        if (!(Weight > 0) || double.IsInfinity(Weight))
            yield return $"control weight: expected above 0, got {Weight}";
    }
}
