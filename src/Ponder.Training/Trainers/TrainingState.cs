namespace Ponder.Training.Trainers;

/// <summary>Where a training stands, beside its weights and its optimiser. All randomness follows from the seed and this.</summary>
internal sealed record TrainingState
{
    public int Epoch { get; set; }

    public int Step { get; set; }

    public double[] LossSums { get; set; } = [];

    public double JointLossSum { get; set; }

    public double SecondsInEpoch { get; set; }

    public int BestEpoch { get; set; }

    public double BestAccuracy { get; set; } = double.MinValue;

    public List<EpochMetrics> Metrics { get; set; } = [];

    /// <summary>The price of cost where a budget adapts it; null before the first step, and without one.</summary>
    public double? Price { get; set; }

    /// <summary>The options that the training was started with: another set cannot go on bit-identically.</summary>
    public TrainingOptions Options { get; set; } = new();
}
