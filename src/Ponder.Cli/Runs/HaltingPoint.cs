using Ponder.Evaluation;

namespace Ponder.Cli.Runs;

/// <summary>A network whose units halt, trained for one point of the curve, on the test split.</summary>
/// <param name="Name">What its folder is called.</param>
/// <param name="Model">The trained file.</param>
/// <param name="Accuracy">A fraction.</param>
/// <param name="MacsMean">Mean multiply-adds of an image.</param>
/// <param name="MacsDeviation">Their standard deviation over images.</param>
/// <param name="MacsShare">Their mean as a share of the network that does not halt.</param>
/// <param name="Blocks">Mean ponder cost by block.</param>
/// <param name="Difference">Accuracy less that of the network that does not halt, with its 90 % interval.</param>
/// <param name="CalibrationAccuracy">On the split that chooses.</param>
internal sealed record HaltingPoint(
    string Name, string Model, double Accuracy, double MacsMean, double MacsDeviation, double MacsShare, IReadOnlyList<BlockUsage> Blocks,
    BootstrapInterval Difference, double CalibrationAccuracy);
