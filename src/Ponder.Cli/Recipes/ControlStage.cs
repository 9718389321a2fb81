namespace Ponder.Cli.Recipes;

/// <summary>How the nodes of a control graph are trained together, once for each point of a curve.</summary>
internal sealed record ControlStage : TrainingStage
{
    /// <summary>Copies what all stages have.</summary>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public ControlStage(TrainingStage stage)
        : base(stage)
    {
    }

    /// <summary>Who teaches control nodes: <c>q-learning</c> or <c>gumbel</c>. Default q-learning.</summary>
    public string Method { get; init; } = "q-learning";

    /// <summary>The points: for Q-learning shares of accuracy in the reward (the paper's lambda), for Gumbel gates budgets as shares of the dearest path. From 0 to 1.</summary>
    public IReadOnlyList<double> Points { get; init; } = [];

    /// <summary>What models are compared by: <c>accuracy</c> or <c>f1</c>. Default accuracy.</summary>
    public string Metric { get; init; } = "accuracy";

    /// <summary>What is rewarded: <c>accuracy</c>, <c>probability</c> (of the right class) or <c>f1</c>. Default: the metric.</summary>
    public string Reward { get; init; } = "accuracy";

    /// <summary>Samples that share one reward, 1 to a batch. Default 1.</summary>
    public int Bag { get; init; } = 1;

    /// <summary>Share of the steps in which paths are taken at random, 0 to 1. Default 0.3.</summary>
    public double Warmup { get; init; } = 0.3;

    /// <summary>Share of samples that explore right behind the warm-up, 0 to 1. Default 0.5.</summary>
    public double Exploration { get; init; } = 0.5;

    /// <summary>Share of samples that explore at the end, 0 to 1. Default 0.05.</summary>
    public double FinalExploration { get; init; } = 0.05;

    /// <summary>Factor of the control nodes' loss, above 0, at most 100. Default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>What nodes start from: <c>random</c> weights, or those of the <c>static</c> networks, where several have a layer the dearest's. Default random.</summary>
    public string Start { get; init; } = "random";

    /// <summary>What one control node does during the warm-up, by class; null for choices at random there, too.</summary>
    public SuperclassSetting? Superclasses { get; init; }

    /// <summary>What a chosen model may lose against the best static network, 0 to 1. Default 0.005.</summary>
    public double MaxDrop { get; init; } = 0.005;
}
