using System.CommandLine;
using Ponder.Cli.Exporting;
using Ponder.Cli.Models;
using Ponder.Export;
using Ponder.Graph;

namespace Ponder.Cli.Verbs;

/// <summary><c>ponder export</c>: a model for other ONNX runtimes.</summary>
internal static class ExportVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model();
        string[] formats = [ExportFormats.Rows, ExportFormats.If, ExportFormats.Stages, ExportFormats.Static];
        var format = new Option<string>("--format")
        {
            Description = $"{ExportFormats.Rows}: one file, any batch size; {ExportFormats.If}: one file, batch 1; "
                + $"{ExportFormats.Stages}: a folder with a file for each exit; {ExportFormats.Static}: without early exits.",
            HelpName = string.Join('|', formats),
            Required = true,
        };
        format.AcceptOnlyFromAmong(formats);
        var output = new Option<string>("--out") { Description = "The file, or the new folder.", HelpName = "PATH", Required = true };
        var data = new Option<string?>("--data") { Description = "Samples to check the export on, instead of noise.", HelpName = "DATA" };
        var split = CommonOptions.Split("test");
        var verb = new VerbCommand(
            "export", "Write a model for other ONNX runtimes, with standard operators. It is checked against the model first, on every outcome of its gates.",
            "ponder export pair.onnx --format onnx-rows --out pair.rows.onnx",
            "ponder export model.onnx --format onnx-if --data cifar-10 --out model.if.onnx",
            "ponder export model.onnx --format onnx-stages --out stages/") { model, format, output, data, split };
        verb.SetAction(parsed =>
        {
            var graph = ModelOpener.Open(parsed.GetRequiredValue(model), new ForeignSettings());
            string chosen = parsed.GetRequiredValue(format);
            ThrowIfStatic(graph, chosen);
            var samples = parsed.GetValue(data) is { } name
                ? CheckSamples.Read(terminal, graph, name, parsed.GetRequiredValue(split))
                : CheckSamples.Noise(graph);
            using var check = new ExportCheck(graph, samples);
            Export(terminal, graph, chosen, parsed.GetRequiredValue(output), check);
            return ExitCodes.Done;
        });
        return verb;
    }

    private static void ThrowIfStatic(GatedGraph graph, string format)
    {
        if (format == ExportFormats.Static)
            return;
        var analysis = DemandAnalysis.Of(graph);
        bool hasGates = analysis.Segments.Any(segment => !segment.Demand.IsAlways);
        bool decides = format == ExportFormats.Stages ? graph.Plan!.Exits.Count > 1 : hasGates; // the opener makes a plan where there is none
        if (decides)
            return;
        string expected = format == ExportFormats.Stages ? "early exits" : "gates by sample";
        string got = !hasGates && analysis.Gates.Any(gate => gate.Kind == GateKind.Position) ? "one that decides by position" : "one without";
        throw new CommandException($"{graph.Source}: expected a model with {expected}, got {got}: try --format {(hasGates ? ExportFormats.Rows : ExportFormats.Static)}");
    }

    private static void Export(Terminal terminal, GatedGraph graph, string format, string path, ExportCheck check)
    {
        double difference;
        if (format == ExportFormats.Stages)
        {
            var stages = ModelExporter.Stages(graph);
            using (var exported = new ExportedStages(stages))
                difference = check.Run(exported, format);
            ExportOutput.Write(path, stages);
        }
        else
        {
            byte[] bytes = format switch
            {
                ExportFormats.Rows => ModelExporter.Rows(graph),
                ExportFormats.If => ModelExporter.Single(graph),
                _ => ModelExporter.Static(graph),
            };
            using (var exported = new ExportedFile(bytes, path))
                difference = check.Run(exported, format);
            WholeFile.Write(path, bytes);
        }

        foreach (string unseen in format == ExportFormats.Static ? [] : check.Unseen)
            terminal.Log($"warning: {graph.Source}: {unseen} on the samples, so what lies behind is not checked (try others: --data)");
        terminal.WriteLine($"{path}: {format}, answers as {graph.Source} does up to {difference:0.0e+0}");
    }
}
