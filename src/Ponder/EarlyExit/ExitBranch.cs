namespace Ponder.EarlyExit;

/// <summary>A branch of a trunk: where it leaves, and its layers.</summary>
/// <param name="After">The trunk's tensor that the head reads, [N, C, H, W].</param>
/// <param name="Head">The branch's layers.</param>
public sealed record ExitBranch(string After, IExitHead Head);
