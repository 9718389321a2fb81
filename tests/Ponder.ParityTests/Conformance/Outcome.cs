namespace Ponder.ParityTests.Conformance;

/// <summary>How a node test ended on an executor.</summary>
/// <param name="Kind">Passed, refused or failed.</param>
/// <param name="Reason">What the executor said, or how its answer differs; empty when it passed.</param>
internal sealed record Outcome(OutcomeKind Kind, string Reason)
{
    public static Outcome Passed { get; } = new(OutcomeKind.Passed, "");

    public static Outcome Refused(string reason) => new(OutcomeKind.Refused, reason);

    public static Outcome Failed(string reason) => new(OutcomeKind.Failed, reason);
}
