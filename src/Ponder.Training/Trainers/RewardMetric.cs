namespace Ponder.Training.Trainers;

/// <summary>What a reward counts as accuracy.</summary>
public enum RewardMetric
{
    /// <summary>The share of right answers.</summary>
    Accuracy,

    /// <summary>The harmonic mean of precision and recall of the last class, over a mini-bag.</summary>
    F1,
}
