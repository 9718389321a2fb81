namespace Ponder.Report;

/// <summary>A further line about the machine or the software.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value.</param>
public sealed record MachineDetail(string Name, string Value);
