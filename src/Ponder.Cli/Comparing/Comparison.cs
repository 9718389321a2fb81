namespace Ponder.Cli.Comparing;

/// <summary>What <c>ponder compare</c> reports.</summary>
/// <param name="Data">The data set.</param>
/// <param name="Split">The samples.</param>
/// <param name="Samples">How many.</param>
/// <param name="MacsLow">Where the costs that all runs can have begin.</param>
/// <param name="MacsHigh">Where they end: areas are mean accuracies between the two.</param>
/// <param name="Runs">In the order given.</param>
internal sealed record Comparison(string Data, string Split, int Samples, double MacsLow, double MacsHigh, IReadOnlyList<ComparedRun> Runs);
