namespace Ponder.Cli.Recipes;

/// <summary>How one stage is trained.</summary>
internal record TrainingStage
{
    /// <summary>Passes over the training split, 1 to 10,000.</summary>
    public required int Epochs { get; init; }

    /// <summary>Samples per step, 1 to 65,536.</summary>
    public required int Batch { get; init; }

    /// <summary>The largest step size, above 0, at most 1.</summary>
    public required double LearningRate { get; init; }

    /// <summary>How the step size goes: <c>constant</c>, <c>cosine</c> or <c>one-cycle</c>.</summary>
    public required string Schedule { get; init; }

    /// <summary>Largest random shift of an image in pixels, 0 to 16.</summary>
    public required int Shift { get; init; }

    /// <summary>Whether images are mirrored at random. Default false.</summary>
    public bool Flip { get; init; }

    /// <summary>Who steps: <c>adam</c> or <c>sgd</c>. Default adam.</summary>
    public string Optimizer { get; init; } = "adam";

    /// <summary>Momentum of sgd, 0 to 1. Default 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Decay of weights, 0 to 1. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Type in which layers are computed: <c>float32</c> or <c>bfloat16</c>. Default float32.</summary>
    public string Precision { get; init; } = "float32";

    /// <summary>Share of the target that is spread over all classes, 0 to 1. Default 0.</summary>
    public double LabelSmoothing { get; init; }
}
