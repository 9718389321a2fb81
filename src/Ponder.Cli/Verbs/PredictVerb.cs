using System.CommandLine;
using Ponder.Cli.Models;
using Ponder.Cli.Predicting;
using Ponder.Cli.Rendering;
using Ponder.Graph;
using Spectre.Console;

namespace Ponder.Cli.Verbs;

/// <summary><c>ponder predict</c>: class, confidence, exit, multiply-adds and time of each image.</summary>
internal static class PredictVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model();
        var files = new Argument<string[]>("FILE")
        {
            Description = "IDX files, also FILE[a:b], plain or gzipped; PGM files of the model's size; JPEG, PNG, BMP and WebP pictures.",
            Arity = ArgumentArity.OneOrMore,
        };
        var accuracy = CommonOptions.Fraction("--accuracy-target", "Answer as cheaply as this accuracy on the calibration split allows, instead of by the model's own thresholds.");
        var foreign = new ForeignOptions();
        var json = CommonOptions.Json();
        var verb = new VerbCommand(
            "predict", "Classify images: class, confidence, exit taken, multiply-adds and time of each.",
            "ponder predict runs/quickstart/model.onnx digit.png",
            "ponder predict runs/quickstart/model.onnx 'data/mnist/t10k-images-idx3-ubyte.gz[0:16]' --json",
            "ponder predict mobilenet.onnx cat.jpg --scale 1 --mean 128 --std 128 --labels imagenet.txt") { model, files, accuracy, json };
        foreign.AddTo(verb);
        verb.SetAction((parsed, cancellationToken) =>
        {
            var graph = ModelOpener.Open(parsed.GetRequiredValue(model), foreign.Read(parsed));
            if (parsed.GetValue(accuracy) is { } target)
                UseOperatingPoint(graph, target);
            var reader = new ImageReader(graph);
            ModelImage[] images = [.. parsed.GetRequiredValue(files).SelectMany(reader.Read)];
            var predictions = Predictor.Predict(terminal, graph, images, cancellationToken);
            if (parsed.GetValue(json))
                CliJson.Write(terminal.Output, new PredictionReport(graph.Source, predictions), CliJson.Default.PredictionReport);
            else
                Show(terminal.Tables(json: false), predictions);
            return Task.FromResult(ExitCodes.Done);
        });
        return verb;
    }

    private static void UseOperatingPoint(GatedGraph graph, double target)
    {
        var plan = graph.Plan!; // opened with one
        if (plan.FindOperatingPoint(target, out var point) is { } fault)
            throw new CommandException($"--accuracy-target: {graph.Source}: {fault}");
        foreach (var (exit, threshold) in plan.EarlyExits.Zip(point!.Thresholds)) // no fault, a point
            graph.SetConstant(exit.Threshold!, HostTensor.Of([threshold], 1)); // a plan with points has thresholds
    }

    private static void Show(IAnsiConsole console, IReadOnlyList<ImagePrediction> predictions)
    {
        var table = Tables.Create("image", "class", ">confidence", "exit", ">multiply-adds", ">ms");
        foreach (var image in predictions)
        {
            table.AddText(image.Image, image.Label, Tables.Percent(image.Confidence), image.Exit, $"{image.Macs:N0}", $"{image.LatencyMs:0.000}");
        }

        console.Write(table);
    }
}
