namespace Ponder.Training.Trainers;

/// <summary>What a reward counts as accuracy.</summary>
public enum RewardMetric
{
    /// <summary>The share of right answers.</summary>
    Accuracy,

    /// <summary>
    /// The probability that the answer gives to the right class: the accuracy of an answer that is drawn from it. It tells sure answers from lucky
    /// ones, where a right answer tells a control node nothing of how near it was.
    /// </summary>
    Probability,

    /// <summary>The harmonic mean of precision and recall of the last class, over a mini-bag.</summary>
    F1,
}
