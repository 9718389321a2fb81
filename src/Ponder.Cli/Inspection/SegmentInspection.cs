namespace Ponder.Cli.Inspection;

/// <summary>Operators that the same samples ask for.</summary>
/// <param name="Demand">Who asks for them, over the gates.</param>
/// <param name="Macs">Multiply-adds of one sample.</param>
/// <param name="Nodes">The operators in running order.</param>
internal sealed record SegmentInspection(string Demand, long Macs, IReadOnlyList<string> Nodes);
