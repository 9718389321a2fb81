using Ponder.Cli.Recipes;
using Ponder.Cli.Reporting;
using Ponder.Data;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Report;

namespace Ponder.Cli.Runs;

/// <summary>A recipe with a control graph: trains every point of its curve, and static networks; evaluates them; chooses one.</summary>
internal sealed class ControlExperiment(Terminal terminal, Recipe recipe, RunFolder folder, DataSet data, int threads)
{
    private readonly ControlStage _stage = recipe.Control!; // the caller asks for it
    private readonly AnswerScore _score = Score(recipe);
    private readonly AnswerComparison _comparison = new(terminal, Score(recipe), recipe.Seed);
    private readonly DataSet _data = data.WithSplits(new Dictionary<string, string> { ["test"] = recipe.Test });

    /// <summary>Runs everything.</summary>
    /// <exception cref="OperationCanceledException">Interrupted; while training, a checkpoint is written.</exception>
    public ControlResult Run(CancellationToken cancellationToken)
    {
        var training = new ControlTraining(terminal, recipe, folder, _data, threads);
        var statics = training.TrainStatics(cancellationToken);
        var models = training.Points.Select(training.NameOf).Zip(training.TrainPoints(statics, cancellationToken), (name, graph) => (Name: name, Graph: graph)).ToArray();
        var (test, calibration) = (_data.Open("test"), _data.Open("calibration"));
        var beside = statics.Select((network, i) => Static($"static-{i + 1}", network, test, calibration, cancellationToken)).ToArray();
        var best = beside.OrderByDescending(found => found.Point.CalibrationScore).FirstOrDefault(); // default without a baseline in the recipe
        ControlPoint[] points = [.. models.Select(model => Point(model.Name, model.Graph, test, calibration, best.Answers, cancellationToken))];
        string chosen = PointChoice.Find([.. points.Select(point => (point.Name, point.CalibrationScore, point.MacsMean))], best.Point?.CalibrationScore - _stage.MaxDrop);
        models.Single(model => model.Name == chosen).Graph.Save(folder.Model);
        var result = new ControlResult(
            recipe.Title, recipe.Data, recipe.Seed, _stage.Metric, test.Count, [.. beside.Select(found => found.Point)], points, chosen);
        WholeFile.Write(folder.Curve, CliJson.Text(result, CliJson.Default.ControlResult));
        var report = ControlReport.Build(result, terminal.Time.GetUtcNow());
        ReportFile.Write(report, folder.ReportData);
        HtmlReport.Write(report, folder.ReportPage);
        return result;
    }

    private (StaticPoint Point, int[] Answers) Static(string name, GatedGraph network, ISampleSource test, ISampleSource calibration, CancellationToken cancellationToken)
    {
        int[] answers = _comparison.Answers(network, test, cancellationToken);
        double onCalibration = _comparison.Score(network, calibration, cancellationToken);
        return (new StaticPoint(name, _comparison.Score(answers, test), ExitCosts.Of(network).StaticMacs, onCalibration), answers);
    }

    private ControlPoint Point(string name, GatedGraph graph, ISampleSource test, ISampleSource calibration, int[]? best, CancellationToken cancellationToken)
    {
        using var engine = Engines.Open(terminal, Engines.Ponder, graph, threads: 1);
        var records = PathRecords.Record(graph, engine, test, cancellationToken: cancellationToken);
        var routing = new PathRouting(records, _score);
        var (model, random, oracle) = (routing.Model(), routing.Random(), routing.Oracle());
        int[] answers = [.. records.Taken.Select((path, sample) => records.Paths[path].Predictions[sample])];
        return new ControlPoint(
            name, Path.Combine(folder.Stage(name), "model.onnx"), model.Score, model.MacsMean, random.Score, oracle.Score, oracle.MacsMean,
            [.. routing.Paths().Select((path, p) => new PathShare(path.Name, records.Shares[p], records.Costs.Macs[p], path.Score))],
            ClassPaths.Of(records), records.Usage, [.. routing.EntropyCurve().Select(point => new RoutingPoint($"{point.Threshold:0.####}", point.Score, point.MacsMean))],
            best is null ? null : _comparison.Difference(answers, best, test), _comparison.Score(graph, calibration, cancellationToken));
    }

    private static AnswerScore Score(Recipe recipe) => recipe.Control!.Metric == "f1" ? counts => counts.F1 : counts => counts.Accuracy; // as above
}
