namespace Ponder.Halting;

/// <summary>How the units of a block halt.</summary>
public sealed record HaltingOptions
{
    /// <summary>Whether images or positions halt. Default positions.</summary>
    public HaltingKind Kind { get; init; } = HaltingKind.Position;

    /// <summary>Slack that lets one unit suffice, in (0, 1): halting scores need only sum to 1 less this. Default 0.01.</summary>
    public float Epsilon { get; init; } = 0.01f;

    /// <summary>Start of the halting scores' bias. Default -3, a score of 0.047: training starts with all units running.</summary>
    public float InitialBias { get; init; } = -3;

    internal void Validate()
    {
        if (Epsilon is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Epsilon), Epsilon, "expected a slack in (0, 1)");
        if (!float.IsFinite(InitialBias))
            throw new ArgumentOutOfRangeException(nameof(InitialBias), InitialBias, "expected a finite bias");
    }
}
