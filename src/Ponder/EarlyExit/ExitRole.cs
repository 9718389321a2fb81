namespace Ponder.EarlyExit;

/// <summary>The tensors that make one exit.</summary>
/// <param name="Name">What people and JSON call it: <c>exit1</c>, <c>exit2</c>, ..., <c>final</c>.</param>
/// <param name="Logits">Its answer, [N, classes].</param>
/// <param name="Gate">The bool [N, 1] that accepts the answer, and that a deadline forces; null for the last exit, which always accepts.</param>
/// <param name="Score">What the policy compares, [N, 1]; null for the last exit.</param>
/// <param name="Threshold">The constant of shape [1] that the score is compared with; null for the last exit.</param>
/// <param name="Policy">The policy's name, e.g. <c>entropy</c>; null for the last exit.</param>
public sealed record ExitRole(
    string Name, string Logits, string? Gate = null, string? Score = null, string? Threshold = null, string? Policy = null)
{
    /// <summary>The part of the answer that is the exit before's, [N, classes], through which training passes no gradient; null where there is none.</summary>
    public string? Carried { get; init; }

    /// <summary>What the exit says before temperature and recall, [N, classes]; null where that is <see cref="Logits"/>.</summary>
    public string? Own { get; init; }

    /// <summary>The constant of shape [1] that <see cref="Own"/> is multiplied by, one over the temperature; null where there is none.</summary>
    public string? InverseTemperature { get; init; }

    /// <summary>Whether this is the last exit, which always accepts.</summary>
    public bool IsLast => Gate is null;
}
