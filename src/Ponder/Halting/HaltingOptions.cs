namespace Ponder.Halting;

/// <summary>How the units of a block halt.</summary>
public sealed record HaltingOptions
{
    /// <summary>Whether images or positions halt, or every unit has a mask of its own. Default positions.</summary>
    public HaltingKind Kind { get; init; } = HaltingKind.Position;

    /// <summary>Slack that lets one unit suffice, in (0, 1): halting scores need only sum to 1 less this. Default 0.01. Not for masks.</summary>
    public float Epsilon { get; init; } = 0.01f;

    /// <summary>
    /// Start of the bias of what decides; null for the kind's own, with which training starts with units running: -3, a halting score
    /// of 0.047, and 2 for a mask's logit, a chance of 0.88 to run.
    /// </summary>
    public float? InitialBias { get; init; }

    internal float Bias => InitialBias ?? (Kind == HaltingKind.Mask ? 2 : -3);

    internal void Validate()
    {
        if (Epsilon is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Epsilon), Epsilon, "expected a slack in (0, 1)");
        if (InitialBias is { } bias && !float.IsFinite(bias))
            throw new ArgumentOutOfRangeException(nameof(InitialBias), InitialBias, "expected a finite bias");
    }
}
