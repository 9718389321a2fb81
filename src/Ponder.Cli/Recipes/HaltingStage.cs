using Ponder.Halting;
using Ponder.Training.Trainers;

namespace Ponder.Cli.Recipes;

/// <summary>How the units of a residual network learn to halt, once for each point of a curve.</summary>
internal sealed record HaltingStage : TrainingStage
{
    /// <summary>Copies what all stages have.</summary>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public HaltingStage(TrainingStage stage)
        : base(stage)
    {
    }

    /// <summary>What halts: <c>image</c> or <c>position</c>, or <c>mask</c> for units that decide by themselves. Default position.</summary>
    public HaltingKind Kind { get; init; } = HaltingKind.Position;

    /// <summary>The points: what pondering costs beside the task's loss (the paper's tau), 0 to 100; with masks budgets as shares of the network's multiply-adds.</summary>
    public IReadOnlyList<double> Points { get; init; } = [];

    /// <summary>Share of the steps over which tau rises from 0, 0 to 1. Default 0.</summary>
    public double Ramp { get; init; }

    /// <summary>Factor of the learning rate of the layers that score, with sgd, above 0, at most 1000. Default 1.</summary>
    public double ScoreRate { get; init; } = 1;

    /// <summary>What is paid for: <c>units</c>, or their <c>macs</c>. Default units.</summary>
    public HaltingCost Cost { get; init; }

    /// <summary>Slack that lets one unit suffice, above 0, below 1. Default 0.01.</summary>
    public double Epsilon { get; init; } = 0.01;

    /// <summary>Start of the scores' bias; null for the kind's own.</summary>
    public double? InitialBias { get; init; }

    /// <summary>What a point starts from: the trained <c>network</c>, or the point before it, <c>previous</c>. Default network.</summary>
    public string Start { get; init; } = "network";

    /// <summary>What is learned from the network that does not halt besides the labels; null for nothing.</summary>
    public DistillationSetting? Distillation { get; init; }

    /// <summary>What a chosen model may lose against the network that does not halt, 0 to 1. Default 0.005.</summary>
    public double MaxDrop { get; init; } = 0.005;

    /// <summary>The samples that choose a point. Default <c>calibration</c>.</summary>
    public string Split { get; init; } = "calibration";

    /// <summary>How units halt.</summary>
    public HaltingOptions Options => InitialBias is { } bias
        ? new() { Kind = Kind, Epsilon = (float)Epsilon, InitialBias = (float)bias }
        : new() { Kind = Kind, Epsilon = (float)Epsilon };
}
