using Ponder.Calibration;
using Ponder.Cli.Benchmarking;
using Ponder.Cli.Recipes;
using Ponder.Cli.Reporting;
using Ponder.Data;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Report;

namespace Ponder.Cli.Runs;

/// <summary>A whole recipe: train, calibrate, evaluate, measure, report. Leaves a run folder.</summary>
internal sealed class Experiment(Terminal terminal, Recipe recipe, RunFolder folder, DataSet data, int threads)
{
    private readonly DataSet _data = data.WithSplits(new Dictionary<string, string>
    {
        ["calibration"] = recipe.Calibration?.Split ?? "calibration",
        ["test"] = recipe.Test,
    });

    /// <summary>Runs everything.</summary>
    /// <param name="batches">Batch sizes to benchmark on one thread, those that the test split can fill; empty for no benchmark.</param>
    /// <param name="most">Samples to time at most; null for all.</param>
    /// <param name="cancellationToken">Set when the user interrupts.</param>
    /// <exception cref="OperationCanceledException">Interrupted; while training, a checkpoint is written.</exception>
    public ExperimentResult Run(IReadOnlyList<int> batches, int? most, CancellationToken cancellationToken)
    {
        var trained = new RecipeTraining(terminal, recipe, folder, _data, threads).Run(cancellationToken);
        var graph = trained.Graph;
        var (calibration, path) = Calibrate(graph, cancellationToken);
        graph.Save(folder.Model);

        var samples = _data.Open("test");
        using var engine = Engines.Open(terminal, Engines.Ponder, graph, threads: 1);
        var evaluation = Evaluator.Evaluate(graph, engine, samples, cancellationToken: cancellationToken);
        var records = ExitRecords.Record(graph, engine, samples, cancellationToken: cancellationToken);
        int[] fitting = [.. batches.Where(batch => batch <= samples.Count)];
        var benchmark = fitting.Length == 0
            ? null
            : ModelBenchmark.Run(terminal, graph, samples, records, fitting, [1], most, cancellationToken);
        if (benchmark is not null)
            WholeFile.Write(folder.Benchmark, benchmark.ToJson());

        var result = new ExperimentResult(
            recipe, _data, trained, calibration, evaluation, records, Baseline(trained.Trunk, samples, cancellationToken), AccuracyCostCurve.Of(records, path), benchmark);
        var report = ReportBuilder.Build(result, samples, terminal.Time.GetUtcNow());
        ReportFile.Write(report, folder.ReportData);
        HtmlReport.Write(report, folder.ReportPage);
        return result;
    }

    private EvaluationRun? Baseline(GatedGraph? trunk, ISampleSource samples, CancellationToken cancellationToken)
    {
        if (trunk is null)
            return null;
        using var engine = Engines.Open(terminal, Engines.Ponder, trunk, threads: 1);
        return Evaluator.Evaluate(trunk, engine, samples, cancellationToken: cancellationToken);
    }

    // The path of thresholds that the curve on the test split shows is drawn here, on the calibration split.
    private (CalibrationResult? Result, IReadOnlyList<OperatingPoint> Path) Calibrate(GatedGraph graph, CancellationToken cancellationToken)
    {
        if (recipe.Calibration is not { } asked)
            return (null, []);
        var samples = _data.Open("calibration");
        using var engine = Engines.Open(terminal, Engines.Ponder, graph, threads: 1);
        var records = ExitRecords.Record(graph, engine, samples, cancellationToken: cancellationToken);
        var result = Calibrator.Calibrate(
            graph, records, new CalibrationOptions { MaxAccuracyDrop = asked.MaxAccuracyDrop, MaxMacs = asked.MaxMacs, Split = samples.Name });
        return (result, new ThresholdSearch(records).Frontier());
    }
}
