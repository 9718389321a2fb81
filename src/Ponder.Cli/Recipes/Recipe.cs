namespace Ponder.Cli.Recipes;

/// <summary>One experiment: what is trained on what, and how.</summary>
/// <param name="Network">A name of <see cref="NetworkCatalog"/>.</param>
/// <param name="Data">A data set's name.</param>
/// <param name="Seed">Seed of weights and shuffling.</param>
/// <param name="Baseline">Training of the trunk alone; null to start the branches from random weights.</param>
/// <param name="Branches">Joint training of all exits; null for a network without early exits.</param>
/// <param name="MaxAccuracyDrop">What calibration may give away, a fraction; null when there is nothing to calibrate.</param>
internal sealed record Recipe(
    string Network, string Data, int Seed, BaselineStage? Baseline, BranchStage? Branches, double? MaxAccuracyDrop);
