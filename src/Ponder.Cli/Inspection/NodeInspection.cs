namespace Ponder.Cli.Inspection;

/// <summary>A node of a control graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><c>input</c>, <c>regular</c>, <c>control</c>, <c>dummy</c> or <c>merge</c>.</param>
/// <param name="Reads">Names of the nodes that it reads.</param>
/// <param name="RunsWhen">Choices of which one lets it run, such as <c>q=go or q=try</c>, or <c>always</c>.</param>
/// <param name="Macs">Multiply-adds of a sample for which it runs.</param>
internal sealed record NodeInspection(string Name, string Kind, IReadOnlyList<string> Reads, string RunsWhen, long Macs);
