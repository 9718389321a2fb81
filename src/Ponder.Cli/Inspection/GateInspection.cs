namespace Ponder.Cli.Inspection;

/// <summary>A decision of the network.</summary>
/// <param name="Name">The bool tensor.</param>
/// <param name="Kind"><c>sample</c> or <c>position</c>.</param>
internal sealed record GateInspection(string Name, string Kind);
