namespace Ponder.Cli.Inspection;

/// <summary>An exit of the network.</summary>
/// <param name="Name">Its name in the plan.</param>
/// <param name="Macs">Multiply-adds of a sample that leaves here, all heads passed included.</param>
/// <param name="Policy">Who may leave; null for the last exit.</param>
/// <param name="Threshold">In the policy's unit; null for the last exit.</param>
internal sealed record ExitInspection(string Name, long Macs, string? Policy, float? Threshold);
