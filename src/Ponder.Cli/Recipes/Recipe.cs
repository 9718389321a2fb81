namespace Ponder.Cli.Recipes;

/// <summary>One experiment: what is trained on what, and how.</summary>
internal sealed record Recipe
{
    /// <summary>A network's name, see <see cref="NetworkCatalog"/>; null when the trunk is <see cref="Model"/>.</summary>
    public string? Network { get; init; }

    /// <summary>Full path of a trained file that is the trunk; null when it is <see cref="Network"/>.</summary>
    public string? Model { get; init; }

    /// <summary>Full path of a trained file from which the trunk takes its weights by name; null for random weights, or the model's own.</summary>
    public string? Init { get; init; }

    /// <summary>A data set's name.</summary>
    public required string Data { get; init; }

    /// <summary>Seed of weights and shuffling.</summary>
    public required int Seed { get; init; }

    /// <summary>Training of the trunk alone, or of each static network beside a control graph; null to leave it as it starts.</summary>
    public TrainingStage? Baseline { get; init; }

    /// <summary>How the heads alone are trained before all exits are, behind a trunk that waits; null for not at all.</summary>
    public TrainingStage? Heads { get; init; }

    /// <summary>Joint training of all exits; null for a network without early exits.</summary>
    public BranchStage? Branches { get; init; }

    /// <summary>Training of a control graph; null for other networks.</summary>
    public ControlStage? Control { get; init; }

    /// <summary>How control nodes alone are trained behind the control graph; null for not at all.</summary>
    public ChoicesStage? Choices { get; init; }

    /// <summary>How units learn to halt; null for networks whose units do not.</summary>
    public HaltingStage? Halting { get; init; }

    /// <summary>How thresholds are chosen; null when there is nothing to calibrate.</summary>
    public CalibrationStage? Calibration { get; init; }

    /// <summary>The samples to report on. Default <c>test</c>.</summary>
    public string Test { get; init; } = "test";

    /// <summary>What people call the network.</summary>
    public string Title => Network ?? Path.GetFileNameWithoutExtension(Model ?? "");
}
