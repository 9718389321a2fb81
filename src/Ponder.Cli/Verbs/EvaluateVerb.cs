using System.CommandLine;
using Ponder.Cli.Data;
using Ponder.Cli.Models;
using Ponder.Cli.Rendering;
using Ponder.Evaluation;
using Ponder.Graph;
using Spectre.Console;

namespace Ponder.Cli.Verbs;

/// <summary><c>ponder evaluate</c>: accuracy, exits and multiply-adds of the real decisions.</summary>
internal static class EvaluateVerb
{
    private const int MostRows = 16;

    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model();
        var data = CommonOptions.Data();
        var split = CommonOptions.Split("test");
        var engine = new Option<string>("--engine") { Description = "Who runs the model.", DefaultValueFactory = _ => Engines.Ponder };
        engine.AcceptOnlyFromAmong(Engines.Names);
        var threads = CommonOptions.Threads(defaultThreads: 1);
        var perSample = new Option<string?>("--per-sample") { Description = "Also write one JSON line per sample to a file.", HelpName = "FILE" };
        var routing = new Option<bool>("--routing") { Description = "Of a control graph: also force every path, and compare with random and entropy routing and the oracle." };
        var foreign = new ForeignOptions();
        var json = CommonOptions.Json();
        var verb = new VerbCommand(
            "evaluate", "Measure accuracy, exits taken and multiply-adds.",
            "ponder evaluate runs/quickstart/model.onnx --data mnist",
            "ponder evaluate model.onnx --data mnist --split 'test[0:5000]' --engine ort --json",
            "ponder evaluate models/d2nn-highlow-faces24.onnx --data faces24 --routing",
            "ponder evaluate resnet20.onnx --data cifar-10 --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225") { model, data, split, engine, threads, perSample, routing, json };
        foreign.AddTo(verb);
        verb.SetAction((parsed, cancellationToken) =>
        {
            var graph = ModelOpener.Open(parsed.GetRequiredValue(model), foreign.Read(parsed));
            var samples = SampleFinder.Open(terminal, graph, parsed.GetRequiredValue(data), parsed.GetRequiredValue(split));
            using var executor = Engines.Open(terminal, parsed.GetRequiredValue(engine), graph, parsed.GetValue(threads));
            var run = ProgressBar.Run(terminal, "evaluate", progress => Evaluator.Evaluate(graph, executor, samples, new EvaluationOptions
            {
                Progress = new DirectProgress<int>(done => progress.Report(new ProgressState((double)done / samples.Count, $"{done:N0} samples"))),
            }, cancellationToken));
            if (parsed.GetValue(routing))
                run = WithRouting(graph, executor, samples, run, cancellationToken);
            if (parsed.GetValue(perSample) is { } file)
                WholeFile.Write(file, string.Concat(run.Samples.Select(sample => sample.ToJson() + "\n")));
            if (parsed.GetValue(json))
                terminal.WriteLine(run.Result.ToJson());
            else
                Show(terminal.Tables(json: false), run, graph.Plan?.Labels ?? []);
            if (run.Result.Paths?.Warning is { } warning)
                terminal.Log($"warning: {warning}");
            return Task.FromResult(ExitCodes.Done);
        });
        return verb;
    }

    private static EvaluationRun WithRouting(GatedGraph graph, IGraphExecutor executor, ISampleSource samples, EvaluationRun run, CancellationToken cancellationToken)
    {
        if (graph.Plan?.Control is null)
            throw new CommandException($"--routing: expected a control graph, got {graph.Source}");
        var records = PathRecords.Record(graph, executor, samples, cancellationToken: cancellationToken);
        var routing = new PathRouting(records, run.Result.F1 is null ? null : counts => counts.F1);
        return run with { Result = run.Result with { Routing = routing.All() } };
    }

    private static void ShowRouting(IAnsiConsole console, EvaluationResult result, IReadOnlyList<RoutingPoint> points)
    {
        var table = Tables.Create("paths chosen by", result.F1 is null ? ">accuracy" : ">F1", ">multiply-adds");
        foreach (var point in points)
            table.AddText(point.Name, Tables.Percent(point.Score), $"{point.MacsMean:N0}");
        console.Write(table);
    }

    private static void Show(IAnsiConsole console, EvaluationRun run, IReadOnlyList<string> labels)
    {
        var result = run.Result;
        console.WriteLine(
            $"{result.Model} on {result.Engine}: accuracy {Tables.Percent(result.Accuracy)} of {result.Samples:N0} samples, {OfTwoClasses(run)}"
            + $"{result.MacsMean:N0} multiply-adds on average ({result.MacsStatic:N0} static, {result.MacsMax:N0} at worst)");
        if (result.Paths is { } paths)
            console.WriteLine($"{paths.Distinct} of {result.Exits.Count} paths taken; entropy of their shares {paths.Entropy:0.000} nats, {Tables.Percent(paths.EntropyShare)} of the most possible");
        var table = Tables.Create(result.Paths is null ? "exit" : "path", ">share", ">accuracy there", ">multiply-adds");
        ExitResult[] idle = [.. result.Exits.Where(exit => exit.Share == 0)];
        bool isLong = result.Paths is not null && result.Exits.Count > MostRows && idle.Length > 1;
        foreach (var exit in isLong ? result.Exits.Except(idle) : result.Exits)
            table.AddText(exit.Name, Tables.Percent(exit.Share), exit.Accuracy is { } accuracy ? Tables.Percent(accuracy) : "", $"{exit.Macs:N0}");
        if (isLong)
            table.AddText($"{idle.Length} paths that nobody took", Tables.Percent(0), "", $"{idle.Min(exit => exit.Macs):N0} to {idle.Max(exit => exit.Macs):N0}");
        console.Write(table);
        if (result.Halting is { } halting)
            ShowBlocks(console, halting);
        if (result.Paths is not null && !isLong)
            ShowClasses(console, run, labels);
        if (result.Routing is { } points)
            ShowRouting(console, result, points);
    }

    private static void ShowBlocks(IAnsiConsole console, HaltingUsage halting)
    {
        console.WriteLine($"multiply-adds deviate by {halting.MacsDeviation:N0} from sample to sample");
        var table = Tables.Create("block", ">units", ">mean ponder cost");
        foreach (var block in halting.Blocks)
            table.AddText(block.Name, $"{block.Units}", $"{block.PonderCost:0.00}");
        console.Write(table);
    }

    private static void ShowClasses(IAnsiConsole console, EvaluationRun run, IReadOnlyList<string> labels)
    {
        var table = Tables.Create(["class", ">samples", ">multiply-adds", .. run.Result.Exits.Select(path => $">{path.Name}")]);
        foreach (var found in ClassPaths.Of(run))
        {
            string name = found.Class < labels.Count ? labels[found.Class] : $"{found.Class}";
            table.AddText([name, $"{found.Samples:N0}", $"{found.MacsMean:N0}", .. found.Shares.Select(Tables.Percent)]);
        }

        console.Write(table);
    }

    private static string OfTwoClasses(EvaluationRun run)
    {
        if (run.Result.F1 is null)
            return "";
        var found = BinaryMetrics.Of(run.Samples);
        return $"F1 {Tables.Percent(found.F1)} (precision {Tables.Percent(found.Precision)}, recall {Tables.Percent(found.Recall)}), ";
    }
}
