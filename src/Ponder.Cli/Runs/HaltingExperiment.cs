using Ponder.Cli.Recipes;
using Ponder.Cli.Reporting;
using Ponder.Data;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Report;

namespace Ponder.Cli.Runs;

/// <summary>A recipe with halting: trains every point of its curve, evaluates them beside the network that does not halt, chooses one.</summary>
internal sealed class HaltingExperiment(Terminal terminal, Recipe recipe, RunFolder folder, DataSet data, int threads)
{
    private readonly HaltingStage _stage = recipe.Halting!; // the caller asks for it
    private readonly AnswerComparison _comparison = new(terminal, counts => counts.Accuracy, recipe.Seed);
    private readonly DataSet _data = data.WithSplits(new Dictionary<string, string> { ["calibration"] = recipe.Halting!.Split, ["test"] = recipe.Test }); // as above

    /// <summary>Runs everything.</summary>
    /// <exception cref="OperationCanceledException">Interrupted; while training, a checkpoint is written.</exception>
    public HaltingResult Run(CancellationToken cancellationToken)
    {
        var training = new HaltingTraining(terminal, recipe, folder, _data, threads);
        var network = training.TrainNetwork(cancellationToken);
        var models = training.TrainPoints(network, cancellationToken);
        var (test, calibration) = (_data.Open("test"), _data.Open("calibration"));
        int[] answers = _comparison.Answers(network, test, cancellationToken);
        var dense = new StaticPoint(
            "dense", _comparison.Score(answers, test), ExitCosts.Of(network).StaticMacs, _comparison.Score(network, calibration, cancellationToken));
        (HaltingPoint Point, IReadOnlyList<SampleResult> Samples)[] found = [.. models.Select(model => Evaluate(model.Name, model.Graph, test, calibration, answers, cancellationToken))];
        HaltingPoint[] points = [.. found.Select(pair => pair.Point)];
        string chosen = PointChoice.Find([.. points.Select(point => (point.Name, point.CalibrationAccuracy, point.MacsMean))], dense.CalibrationScore - _stage.MaxDrop);
        var model = models.Single(model => model.Name == chosen).Graph;
        model.Save(folder.Model);
        var result = new HaltingResult(recipe.Title, recipe.Data, recipe.Seed, _stage.Kind, test.Count, dense, points, chosen);
        WholeFile.Write(folder.Curve, CliJson.Text(result, CliJson.Default.HaltingResult));
        var report = HaltingReport.Build(result, Pictures(model, found.Single(pair => pair.Point.Name == chosen).Samples, test), terminal.Time.GetUtcNow());
        ReportFile.Write(report, folder.ReportData);
        HtmlReport.Write(report, folder.ReportPage);
        return result;
    }

    private (HaltingPoint Point, IReadOnlyList<SampleResult> Samples) Evaluate(
        string name, GatedGraph graph, ISampleSource test, ISampleSource calibration, int[] dense, CancellationToken cancellationToken)
    {
        using var engine = Engines.Open(terminal, Engines.Ponder, graph, threads: 1);
        var run = Evaluator.Evaluate(graph, engine, test, cancellationToken: cancellationToken);
        var (found, usage) = (run.Result, run.Result.Halting!); // a network that halts has it
        var point = new HaltingPoint(
            name, Path.Combine(folder.Stage(name), "model.onnx"), found.Accuracy, found.MacsMean, usage.MacsDeviation, found.MacsMean / found.MacsStatic, usage.Blocks,
            _comparison.Difference([.. run.Samples.Select(sample => sample.Prediction)], dense, test), _comparison.Score(graph, calibration, cancellationToken));
        return (point, run.Samples);
    }

    private IReadOnlyList<PictureGroup> Pictures(GatedGraph graph, IReadOnlyList<SampleResult> results, SplitSource test)
    {
        using var engine = Engines.Open(terminal, Engines.Ponder, graph, threads: 1);
        return PonderPictures.Choose(graph, engine, results, test, _data.Labels);
    }
}
