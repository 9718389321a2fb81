namespace Ponder.Cli.Recipes;

/// <summary>How control nodes alone are trained, once for each point of a curve, behind nodes that stay as they are.</summary>
internal sealed record ChoicesStage : TrainingStage
{
    /// <summary>Copies what all stages have.</summary>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public ChoicesStage(TrainingStage stage)
        : base(stage)
    {
    }

    /// <summary>The points: shares of accuracy in the reward (the paper's lambda). From 0 to 1.</summary>
    public IReadOnlyList<double> Points { get; init; } = [];
}
