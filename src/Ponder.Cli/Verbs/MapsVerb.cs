using System.CommandLine;
using Ponder.Cli.Mapping;
using Ponder.Cli.Models;
using Ponder.Cli.Rendering;
using Ponder.Evaluation;
using Spectre.Console;

namespace Ponder.Cli.Verbs;

/// <summary><c>ponder maps</c>: where in each image a network whose units halt thought for how long.</summary>
internal static class MapsVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model();
        var files = new Argument<string[]>("FILE")
        {
            Description = "Folders of pictures, or files as of predict: IDX files, also FILE[a:b]; PGM files of the model's size; JPEG, PNG, BMP and WebP pictures.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var output = new Option<string?>("--out") { Description = "Folder for the pictures, contact-sheet.png and maps.json.", HelpName = "DIR" };
        var boxes = new Option<string?>("--boxes")
        {
            Description = "Instead of drawing: measure whether the network thinks longer inside of the boxes of these data, tiny-imagenet-20 or a folder, than outside.",
            HelpName = "DATA",
        };
        var split = CommonOptions.Split("test");
        split.Description = "Which samples with --boxes: train, validation, calibration, test; NAME[a:b] takes some of them by index.";
        var foreign = new ForeignOptions();
        var json = CommonOptions.Json();
        var verb = new VerbCommand(
            "maps", "Draw where in each image a halting network thought for how long: a map for each block and their sum.",
            "ponder maps sact.onnx cat.jpg --out maps",
            "ponder maps sact.onnx photos 'test-images-idx3-ubyte.gz[0:50]' --out maps --json",
            "ponder maps sact.onnx --boxes tiny-imagenet-20") { model, files, output, boxes, split, json };
        foreign.AddTo(verb);
        verb.SetAction((parsed, cancellationToken) =>
        {
            var (pictures, folder, data) = (parsed.GetValue(files) ?? [], parsed.GetValue(output), parsed.GetValue(boxes));
            Check(pictures, folder, data);
            var graph = ModelOpener.Open(parsed.GetRequiredValue(model), foreign.Read(parsed));
            if (data is not null)
            {
                var found = new BoxMeasurement(graph).Measure(terminal, data, parsed.GetRequiredValue(split), cancellationToken);
                if (parsed.GetValue(json))
                    CliJson.Write(terminal.Output, found, CliJson.Default.BoxReport);
                else
                    Show(terminal.Tables(json: false), found);
                return Task.FromResult(ExitCodes.Done);
            }

            var report = new MapMaker(graph).Make(terminal, pictures, folder!, cancellationToken); // checked
            if (parsed.GetValue(json))
                CliJson.Write(terminal.Output, report, CliJson.Default.MapReport);
            else
                Show(terminal.Tables(json: false), report);
            return Task.FromResult(ExitCodes.Done);
        });
        return verb;
    }

    private static void Check(string[] files, string? output, string? boxes)
    {
        if (boxes is not null && (files.Length > 0 || output is not null))
            throw new CommandException($"--boxes: expected neither files nor --out beside it, got {files.FirstOrDefault() ?? "--out"}");
        if (boxes is null && files.Length == 0)
            throw new CommandException("FILE: expected image files or folders to draw, or --boxes, got none");
        if (boxes is null && output is null)
            throw new CommandException("--out: expected a folder for the pictures, got none");
    }

    private static void Show(IAnsiConsole console, MapReport report)
    {
        var table = Tables.Create(["image", "class", ">confidence", .. report.Units.Select(block => $">{block.Key} of {CostScale.MostOf(report.Kind, block.Value)}"), ">multiply-adds", ">of all units", "map"]);
        foreach (var image in report.Images)
        {
            table.AddText([
                image.File, image.Label, Tables.Percent(image.Confidence), .. image.PonderCost.Values.Select(cost => $"{cost:0.00}"),
                $"{image.Macs:N0}", Tables.Percent(image.Share), image.Map]);
        }

        console.Write(table);
    }

    private static void Show(IAnsiConsole console, BoxReport report)
    {
        console.WriteLine($"{report.Model} on {report.Data}: pixels inside of boxes against those outside");
        console.WriteLine($"{report.Images:N0} images; left out: {BoxMeasurement.Text(report.LeftOut)}");
        string interval = $"{report.Confidence:0 %} interval";
        var table = Tables.Create("map", ">area under the ROC curve", interval);
        foreach (var map in report.Areas)
            table.AddText(map.Map, $"{map.Area.Value:0.0000}", Interval(map.Area));
        foreach (var pair in report.Gains)
            table.AddText($"{pair.Map} - {pair.Against}", $"{pair.Gain.Value:+0.0000;-0.0000;0.0000}", Interval(pair.Gain));
        console.Write(table);
    }

    private static string Interval(BootstrapInterval interval) => $"{interval.Low:0.0000} to {interval.High:0.0000}";
}
