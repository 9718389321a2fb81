using System.CommandLine;
using Ponder.Cli.Data;
using Ponder.Cli.Inspection;
using Ponder.Cli.Rendering;
using Ponder.Data;
using Ponder.Evaluation;
using Ponder.Graph;

namespace Ponder.Cli.Verbs;

/// <summary><c>ponder inspect</c>: what a model decides, what that costs, what calibration promised.</summary>
internal static class InspectVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model();
        var svg = new Option<string?>("--svg") { Description = "Also draw a control graph into an SVG file.", HelpName = "FILE" };
        var data = CommonOptions.Data();
        (data.Description, data.Required) = ("Draw edges as wide as the share of these samples that pass: a data set's name, a folder or a CSV file.", false);
        var split = CommonOptions.Split("test");
        var json = CommonOptions.Json();
        var verb = new VerbCommand(
            "inspect", "Show a model's segments, gates, exits or nodes and paths, multiply-adds, thresholds and what calibration promised.",
            "ponder inspect runs/quickstart/model.onnx",
            "ponder inspect model.onnx --json",
            "ponder inspect controlled.onnx --svg graph.svg --data mnist") { model, svg, data, split, json };
        verb.SetAction((parsed, cancellationToken) =>
        {
            var graph = GatedGraph.Load(parsed.GetRequiredValue(model));
            var inspection = ModelInspection.Of(graph);
            var (file, samples) = (parsed.GetValue(svg), parsed.GetValue(data));
            if (file is null && samples is not null)
                throw new CommandException("--data: expected --svg beside it, got none");
            if (file is not null)
            {
                ControlGraphPicture.Require(graph);
                var shares = samples is null ? null : Traffic(terminal, graph, SampleFinder.Open(terminal, graph, samples, parsed.GetRequiredValue(split)), cancellationToken);
                WholeFile.Write(file, ControlGraphPicture.Render(graph, shares));
            }

            if (parsed.GetValue(json))
                CliJson.Write(terminal.Output, inspection, CliJson.Default.ModelInspection);
            else
                InspectionTables.Write(terminal.Tables(json: false), inspection);
            return Task.FromResult(ExitCodes.Done);
        });
        return verb;
    }

    // The share of samples that take each path.
    private static double[] Traffic(Terminal terminal, GatedGraph graph, SplitSource samples, CancellationToken cancellationToken)
    {
        using var executor = Engines.Open(terminal, Engines.Ponder, graph, threads: 1);
        var run = ProgressBar.Run(terminal, "inspect", progress => Evaluator.Evaluate(graph, executor, samples, new EvaluationOptions
        {
            Progress = new DirectProgress<int>(done => progress.Report(new ProgressState((double)done / samples.Count, $"{done:N0} samples"))),
        }, cancellationToken));
        return [.. run.Result.Exits.Select(path => path.Share)];
    }
}
