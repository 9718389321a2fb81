namespace Ponder.Cli.Inspection;

/// <summary>A path through a control graph.</summary>
/// <param name="Index">What the output <c>exit</c> says of a sample that takes it, 0-based.</param>
/// <param name="Name">The choices in words.</param>
/// <param name="Macs">Multiply-adds of a sample that takes it, control nodes included.</param>
/// <param name="ShareOfDearest">The same as a fraction of the dearest path's.</param>
internal sealed record PathInspection(int Index, string Name, long Macs, double ShareOfDearest);
