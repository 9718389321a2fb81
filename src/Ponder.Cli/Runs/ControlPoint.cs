using Ponder.Evaluation;

namespace Ponder.Cli.Runs;

/// <summary>A control graph trained for one point of the curve, on the test split. Scores are accuracy or F1, fractions.</summary>
/// <param name="Name">What its folder is called.</param>
/// <param name="Model">The trained file.</param>
/// <param name="Score">Of its own choices.</param>
/// <param name="MacsMean">Mean multiply-adds of a sample.</param>
/// <param name="RandomScore">Of the same shares of paths, drawn blindly: the same cost.</param>
/// <param name="OracleScore">Of the cheapest path that is right.</param>
/// <param name="OracleMacs">What the oracle costs.</param>
/// <param name="Paths">Paths by share of samples.</param>
/// <param name="Classes">Paths and multiply-adds by class.</param>
/// <param name="Usage">How many paths there are, and how evenly they are taken.</param>
/// <param name="Entropy">Routing by the entropy of the cheapest path's answer, along its threshold.</param>
/// <param name="Difference">Score less that of the best static network, with its 90 % interval; null without static networks.</param>
/// <param name="CalibrationScore">Of its own choices on the calibration split.</param>
internal sealed record ControlPoint(
    string Name, string Model, double Score, double MacsMean, double RandomScore, double OracleScore, double OracleMacs,
    IReadOnlyList<PathShare> Paths, IReadOnlyList<ClassPaths> Classes, PathUsage Usage, IReadOnlyList<RoutingPoint> Entropy, BootstrapInterval? Difference, double CalibrationScore);
