using Ponder.Calibration;
using Ponder.Cli.Recipes;
using Ponder.Data;
using Ponder.Evaluation;

namespace Ponder.Cli.Runs;

/// <summary>All that an experiment found.</summary>
/// <param name="Recipe">What was asked.</param>
/// <param name="Data">The data set.</param>
/// <param name="Model">The network and its training.</param>
/// <param name="Calibration">How thresholds were chosen; null when the recipe asks for none.</param>
/// <param name="Evaluation">The network's own decisions on the test split.</param>
/// <param name="Records">What every exit says about every test sample.</param>
/// <param name="Baseline">The trunk before it had exits on the test split; null for a network without exits.</param>
/// <param name="Curve">Accuracy against cost on the test split, along a path of thresholds from the calibration split.</param>
/// <param name="Benchmark">Measured times; null when none were asked for.</param>
internal sealed record ExperimentResult(
    Recipe Recipe, DataSet Data, TrainedModel Model, CalibrationResult? Calibration, EvaluationRun Evaluation,
    ExitRecords Records, EvaluationRun? Baseline, AccuracyCostCurve Curve, BenchmarkResult? Benchmark)
{
    /// <summary>Accuracy of the trunk before it had exits, on the test split, a fraction; null for a network without exits.</summary>
    public double? BaselineAccuracy => Baseline?.Result.Accuracy;

    /// <summary>What exits did to each class; empty for a network without exits.</summary>
    public IReadOnlyList<ClassResult> Classes => Baseline is null ? [] : ClassResult.Of(Baseline, Evaluation);
}
