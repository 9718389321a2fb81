namespace Ponder.Cli.Runs;

/// <summary>How many samples take a path.</summary>
/// <param name="Name">The path.</param>
/// <param name="Share">Of the samples, a fraction.</param>
/// <param name="Macs">Multiply-adds, control nodes included.</param>
/// <param name="Score">Of the path alone for all samples.</param>
internal sealed record PathShare(string Name, double Share, long Macs, double Score);
