namespace Ponder.Plans;

/// <summary>A range of samples that serves one purpose.</summary>
/// <param name="File">Which part of the data set it lies in, e.g. <c>train</c>, <c>test</c>, or <c>all</c> where there is one.</param>
/// <param name="Start">First sample, 0-based.</param>
/// <param name="EndExclusive">One behind the last sample.</param>
public sealed record SplitRole(string File, int Start, int EndExclusive);
