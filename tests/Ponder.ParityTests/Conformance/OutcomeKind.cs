namespace Ponder.ParityTests.Conformance;

/// <summary>The ways in which a node test ends.</summary>
internal enum OutcomeKind
{
    /// <summary>The answer is the expected one.</summary>
    Passed,

    /// <summary>The executor says that it does not run the operator in this form.</summary>
    Refused,

    /// <summary>A wrong answer, or an error that no documentation names.</summary>
    Failed,
}
