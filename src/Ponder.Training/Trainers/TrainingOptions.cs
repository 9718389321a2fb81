namespace Ponder.Training.Trainers;

/// <summary>How a graph is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training split, at least 1. Default 10.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Samples of a step, at least 1. Default 128.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's step size, above 0. Default 0.001; decay rates are 0.9 and 0.999 (Kingma and Ba 2015).</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>How the learning rate goes. Default cosine.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Cosine;

    /// <summary>Weight of each exit's loss, shallow to deep; empty for 1 everywhere.</summary>
    public IReadOnlyList<double> ExitWeights { get; init; } = [];

    /// <summary>Largest random shift of an image in pixels, both ways; 0 for none. Default 0.</summary>
    public int MaxShift { get; init; }

    /// <summary>Seed of order and augmentation. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads of an operator; results are bit-identical for the same number only. Default 2.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>The faults of these options for a network with some exits.</summary>
    internal IEnumerable<string> FindFaults(int exits)
    {
        if (Epochs < 1)
            yield return $"epochs: expected at least 1, got {Epochs}";
        if (BatchSize < 1)
            yield return $"batch size: expected at least 1, got {BatchSize}";
        if (!(LearningRate > 0) || double.IsInfinity(LearningRate))
            yield return $"learning rate: expected above 0, got {LearningRate}";
        if (ExitWeights.Count != 0 && ExitWeights.Count != exits)
            yield return $"exit weights: expected {exits}, got {ExitWeights.Count}";
        if (ExitWeights.Any(weight => !(weight >= 0) || double.IsInfinity(weight)))
            yield return $"exit weights: expected numbers from 0 up, got {string.Join(", ", ExitWeights)}";
        if (MaxShift < 0)
            yield return $"shift: expected at least 0, got {MaxShift}";
        if (Threads < 1)
            yield return $"threads: expected at least 1, got {Threads}";
    }
}
