using Ponder.Evaluation;

namespace Ponder.Cli.Runs;

/// <summary>What <c>train</c> and <c>quickstart</c> say as JSON.</summary>
/// <param name="Run">The run's folder.</param>
/// <param name="Model">The trained, calibrated model.</param>
/// <param name="Report">The HTML page.</param>
/// <param name="Accuracy">On the test split, a fraction.</param>
/// <param name="AccuracyFinal">The last exit alone on the test split, a fraction.</param>
/// <param name="AccuracyBaseline">The trunk before it had exits on the test split, a fraction; null for a network without exits.</param>
/// <param name="MacsMean">Mean multiply-adds of a test sample.</param>
/// <param name="MacsStatic">Multiply-adds of the trunk without exits.</param>
/// <param name="Exits">Exits, shallow to deep.</param>
/// <param name="Speedup">Static over adaptive time; empty without a benchmark.</param>
internal sealed record RunSummary(
    string Run, string Model, string Report, double Accuracy, double AccuracyFinal, double? AccuracyBaseline, double MacsMean, long MacsStatic,
    IReadOnlyList<ExitResult> Exits, IReadOnlyList<Speedup> Speedup)
{
    public static RunSummary Of(RunFolder folder, ExperimentResult result)
    {
        var found = result.Evaluation.Result;
        return new RunSummary(
            folder.Path, folder.Model, folder.ReportPage, found.Accuracy, result.Records.Accuracy(result.Records.Exits.Count - 1),
            result.BaselineAccuracy, found.MacsMean, found.MacsStatic, found.Exits, result.Benchmark?.Speedup ?? []);
    }
}
