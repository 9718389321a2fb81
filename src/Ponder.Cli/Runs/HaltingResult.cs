using Ponder.Halting;

namespace Ponder.Cli.Runs;

/// <summary>The curve of a network whose units halt: <c>curve.json</c> of its run.</summary>
/// <param name="Network">The network.</param>
/// <param name="Data">The data set.</param>
/// <param name="Seed">The recipe's.</param>
/// <param name="Kind">What halts.</param>
/// <param name="Samples">Number of test samples.</param>
/// <param name="Dense">The network that does not halt.</param>
/// <param name="Points">Networks that halt, in the recipe's order.</param>
/// <param name="Chosen">
/// Name of the point whose model is the run's: on the split that chooses the cheapest that loses no more than the recipe allows
/// against the network that does not halt, else the best.
/// </param>
internal sealed record HaltingResult(
    string Network, string Data, int Seed, HaltingKind Kind, int Samples, StaticPoint Dense, IReadOnlyList<HaltingPoint> Points, string Chosen);
