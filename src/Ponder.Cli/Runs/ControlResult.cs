namespace Ponder.Cli.Runs;

/// <summary>The curve of a control graph: <c>curve.json</c> of its run.</summary>
/// <param name="Network">The network.</param>
/// <param name="Data">The data set.</param>
/// <param name="Seed">The recipe's.</param>
/// <param name="Metric">What scores are: <c>accuracy</c> or <c>f1</c>.</param>
/// <param name="Samples">Number of test samples.</param>
/// <param name="Statics">Static networks, from the cheapest to the dearest.</param>
/// <param name="Points">Control graphs, in the recipe's order.</param>
/// <param name="Chosen">
/// Name of the point whose model is the run's: on the calibration split the cheapest that loses no more than the recipe allows
/// against the best static network, else the best.
/// </param>
internal sealed record ControlResult(
    string Network, string Data, int Seed, string Metric, int Samples, IReadOnlyList<StaticPoint> Statics, IReadOnlyList<ControlPoint> Points, string Chosen);
