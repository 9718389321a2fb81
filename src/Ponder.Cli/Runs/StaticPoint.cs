namespace Ponder.Cli.Runs;

/// <summary>A static network beside a control graph.</summary>
/// <param name="Name">What its folder is called.</param>
/// <param name="Score">Accuracy or F1 on the test split, a fraction.</param>
/// <param name="Macs">Multiply-adds.</param>
/// <param name="CalibrationScore">On the calibration split.</param>
internal sealed record StaticPoint(string Name, double Score, long Macs, double CalibrationScore);
