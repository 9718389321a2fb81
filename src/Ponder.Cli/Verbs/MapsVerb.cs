using System.CommandLine;
using Ponder.Cli.Mapping;
using Ponder.Cli.Models;
using Ponder.Cli.Rendering;
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
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--out") { Description = "Folder for the pictures, contact-sheet.png and maps.json.", HelpName = "DIR", Required = true };
        var foreign = new ForeignOptions();
        var json = CommonOptions.Json();
        var verb = new VerbCommand(
            "maps", "Draw where in each image a halting network thought for how long: a map for each block and their sum.",
            "ponder maps sact.onnx cat.jpg --out maps",
            "ponder maps sact.onnx photos 'test-images-idx3-ubyte.gz[0:50]' --out maps --json") { model, files, output, json };
        foreign.AddTo(verb);
        verb.SetAction((parsed, cancellationToken) =>
        {
            var graph = ModelOpener.Open(parsed.GetRequiredValue(model), foreign.Read(parsed));
            var report = new MapMaker(graph).Make(terminal, parsed.GetRequiredValue(files), parsed.GetRequiredValue(output), cancellationToken);
            if (parsed.GetValue(json))
                CliJson.Write(terminal.Output, report, CliJson.Default.MapReport);
            else
                Show(terminal.Tables(json: false), report);
            return Task.FromResult(ExitCodes.Done);
        });
        return verb;
    }

    private static void Show(IAnsiConsole console, MapReport report)
    {
        var table = Tables.Create(["image", "class", ">confidence", .. report.Units.Select(block => $">{block.Key} of {block.Value + 1}"), ">multiply-adds", ">of all units", "map"]);
        foreach (var image in report.Images)
        {
            table.AddText([
                image.File, image.Label, Tables.Percent(image.Confidence), .. image.PonderCost.Values.Select(cost => $"{cost:0.00}"),
                $"{image.Macs:N0}", Tables.Percent(image.Share), image.Map]);
        }

        console.Write(table);
    }
}
