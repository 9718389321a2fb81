namespace Ponder.Cli.Comparing;

/// <summary>A point of a curve.</summary>
/// <param name="MacsMean">Mean multiply-adds of a sample.</param>
/// <param name="Accuracy">A fraction.</param>
internal readonly record struct OperatingCost(double MacsMean, double Accuracy);
