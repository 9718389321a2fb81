namespace Ponder.Serving.Scheduling;

/// <summary>Samples of a request that an engine has taken.</summary>
/// <param name="Call">The request.</param>
/// <param name="From">The first of them.</param>
/// <param name="Count">How many.</param>
internal readonly record struct CallPart(WaitingCall Call, int From, int Count);
