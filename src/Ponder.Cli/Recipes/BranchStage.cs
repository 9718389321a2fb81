using Ponder.EarlyExit;

namespace Ponder.Cli.Recipes;

/// <summary>How all exits are trained jointly.</summary>
internal sealed record BranchStage : TrainingStage
{
    /// <summary>Copies what all stages have.</summary>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public BranchStage(TrainingStage stage)
        : base(stage)
    {
    }

    /// <summary>Weight of each exit's loss, shallow to deep, 0 to 100; at least one is positive.</summary>
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <summary>Who leaves early: the name of a policy. Default entropy.</summary>
    public string Policy { get; init; } = "entropy";

    /// <summary>How the gates of policy <c>learned</c> are trained; null for other policies.</summary>
    public LearnedSetting? Learned { get; init; }

    /// <summary>How much of the exit before each exit adds to its answer, 0 to 1. Default 0.</summary>
    public double Carry { get; init; }

    /// <summary>Least weight of samples at exits that they hardly reach, 0 to 1; null for equal weights.</summary>
    public double? ArrivalFloor { get; init; }

    /// <summary>Whether the trunk's gradient is a mean over the exits behind it. Default false.</summary>
    public bool Equilibrium { get; init; }

    /// <summary>Branches, shallow to deep; null for those of the network's own paper.</summary>
    public IReadOnlyList<ExitBranch>? Exits { get; init; }

    /// <summary>Whether the trunk learns too: <c>joint</c> or <c>frozen</c>. Default joint.</summary>
    public string Trunk { get; init; } = "joint";

    /// <summary>What heads start from: <c>random</c> weights, or layers of the same shape of the <c>trunk</c>. Default random.</summary>
    public string Start { get; init; } = "random";

    /// <summary>What exits learn from a teacher besides the labels; null for nothing.</summary>
    public DistillationSetting? Distillation { get; init; }

    /// <summary>Whether the trunk as it was before this stage is the teacher, rather than the last exit as it learns. Default false.</summary>
    public bool Defend { get; init; }
}
