using System.Text.Json.Serialization;

namespace Ponder.Training.Trainers;

/// <summary>How a graph is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training split, at least 1. Default 10.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Samples of a step, at least 1. Default 128.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>What turns gradients into steps. Default Adam.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>The optimiser's step size at its largest, above 0. Default 0.001.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Share of SGD's last step that goes on, in [0, 1). Default 0.9; Adam has decay rates of its own.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>
    /// Share of a weight that SGD adds to its gradient, from 0 up; default 0. Biases and the scales and offsets of
    /// normalisation are left alone. Adam takes none.
    /// </summary>
    public double WeightDecay { get; init; }

    /// <summary>How the learning rate goes. Default cosine.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Cosine;

    /// <summary>Share of all steps over which <see cref="LearningRateSchedule.OneCycle"/> climbs, in [0, 1). Default 0.2.</summary>
    public double WarmupShare { get; init; } = 0.2;

    /// <summary>Type of activations and of the products; weights are always kept in float32. Default float32.</summary>
    public Precision Precision { get; init; }

    /// <summary>Weight of each exit's loss, shallow to deep; empty for 1 everywhere.</summary>
    public IReadOnlyList<double> ExitWeights { get; init; } = [];

    /// <summary>Share of each class label that is spread evenly over all classes, in [0, 1). Default 0.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Share of the loss that asks an exit to answer as the teacher does, from 0 to 1. Default 0.</summary>
    public double DistillationWeight { get; init; }

    /// <summary>What logits are divided by before exit and teacher are compared, above 0. Default 2.</summary>
    public double DistillationTemperature { get; init; } = 2;

    /// <summary>
    /// Names of constants that stay as they are bit by bit, e.g. the trunk's; names that are no weights do no harm. A
    /// normalisation of which any constant is named keeps its running statistics and works with them. Default none.
    /// </summary>
    public IReadOnlyList<string> FrozenWeights { get; init; } = [];

    /// <summary>Largest random shift of an image in pixels, both ways; 0 for none. Default 0. What comes in is black.</summary>
    public int MaxShift { get; init; }

    /// <summary>Whether every second image, by chance, is mirrored left to right. Default false.</summary>
    public bool Flip { get; init; }

    /// <summary>Seed of order, augmentation and dropout. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads of an operator; results are bit-identical for the same number only. Default 2.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>
    /// Least weight of a sample at an exit, in [0, 1], where each is weighted by the chance that it gets there; null (the default) for the
    /// same weight everywhere. Weights are divided by their mean, so that exits keep their share of the loss.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ArrivalFloor { get; init; }

    /// <summary>Whether the trunk's gradient is a mean over the exits behind it rather than their sum. Default false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool GradientEquilibrium { get; init; }

    /// <summary>How the gates of learned exits learn; null for other policies.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LearnedExitOptions? LearnedExits { get; init; }

    /// <summary>How the control nodes of a control graph learn; null for other networks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ControlOptions? Control { get; init; }

    /// <summary>How a network with halting units learns to halt; null for other networks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HaltingTrainingOptions? Halting { get; init; }

    /// <summary>The faults of these options for a network with some exits.</summary>
    internal IEnumerable<string> FindFaults(int exits)
    {
        if (Epochs < 1)
            yield return $"epochs: expected at least 1, got {Epochs}";
        if (BatchSize < 1)
            yield return $"batch size: expected at least 1, got {BatchSize}";
        if (!(LearningRate > 0) || double.IsInfinity(LearningRate))
            yield return $"learning rate: expected above 0, got {LearningRate}";
        if (!(Momentum is >= 0 and < 1))
            yield return $"momentum: expected from 0 to below 1, got {Momentum}";
        if (!(WeightDecay >= 0) || double.IsInfinity(WeightDecay))
            yield return $"weight decay: expected from 0 up, got {WeightDecay}";
        if (WeightDecay > 0 && Optimizer == OptimizerKind.Adam)
            yield return $"weight decay: expected 0 with Adam, got {WeightDecay}";
        if (!(WarmupShare is >= 0 and < 1))
            yield return $"warm-up share: expected from 0 to below 1, got {WarmupShare}";
        if (ExitWeights.Count != 0 && ExitWeights.Count != exits)
            yield return $"exit weights: expected {exits}, got {ExitWeights.Count}";
        if (ExitWeights.Any(weight => !(weight >= 0) || double.IsInfinity(weight)))
            yield return $"exit weights: expected numbers from 0 up, got {string.Join(", ", ExitWeights)}";
        if (!(LabelSmoothing is >= 0 and < 1))
            yield return $"label smoothing: expected from 0 to below 1, got {LabelSmoothing}";
        if (!(DistillationWeight is >= 0 and <= 1))
            yield return $"distillation weight: expected from 0 to 1, got {DistillationWeight}";
        if (!(DistillationTemperature > 0) || double.IsInfinity(DistillationTemperature))
            yield return $"distillation temperature: expected above 0, got {DistillationTemperature}";
        if (MaxShift < 0)
            yield return $"shift: expected at least 0, got {MaxShift}";
        if (ArrivalFloor is { } floor && !(floor is >= 0 and <= 1))
            yield return $"arrival floor: expected from 0 to 1, got {floor}";
        foreach (string fault in (Control?.FindFaults(BatchSize) ?? []).Concat(Halting?.FindFaults() ?? []).Concat(LearnedExits?.FindFaults(exits) ?? []))
            yield return fault;
        if (Threads < 1)
            yield return $"threads: expected at least 1, got {Threads}";
    }
}
