using System.CommandLine;
using Ponder.Cli.Benchmarking;
using Ponder.Cli.Data;
using Ponder.Cli.Models;
using Ponder.Evaluation;

namespace Ponder.Cli.Verbs;

/// <summary><c>ponder benchmark</c>: static against adaptive, measured.</summary>
internal static class BenchmarkVerb
{
    private const int MaxBatch = 65_536;
    private const int MaxThreads = 1024;
    private const int MaxRequests = 100_000_000;
    private const int Seed = 1;
    private const string Draw = "draw";

    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model();
        var data = CommonOptions.Data();
        var split = CommonOptions.Split("test");
        var batch = CommonOptions.Counts("--batch", "Samples per call.", MaxBatch, 1, 32);
        var threads = CommonOptions.Counts("--threads", "Threads.", MaxThreads, 1);
        var deadline = new Option<string?>("--deadline")
        {
            Description = "Instead, send single samples with a deadline of so many milliseconds, or 'draw' one for each between the first answer's usual time and 1.5 times the last one's.",
            HelpName = "MS",
        };
        deadline.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value != Draw && !(double.TryParse(token.Value, out double milliseconds) && milliseconds > 0 && double.IsFinite(milliseconds)))
                result.AddError($"--deadline: expected milliseconds above 0 or {Draw}, got {token.Value}");
        });
        var requests = CommonOptions.Count("--requests", "Requests with a deadline.", MaxRequests, defaultCount: 10_000);
        var output = new Option<string?>("--out") { Description = "Also write the JSON to a file.", HelpName = "FILE" };
        var foreign = new ForeignOptions();
        var json = CommonOptions.Json();
        var verb = new VerbCommand(
            "benchmark", "Time a model against its trunk without exits, interleaved in one process: static, adaptive, every exit, worst case.",
            "ponder benchmark runs/quickstart/model.onnx --data mnist",
            "taskset -c 0 ponder benchmark model.onnx --data mnist --split 'test[0:1000]' --batch 1,8,32 --json",
            "taskset -c 0 ponder benchmark models/b-resnet56-cifar10.onnx --data cifar-10 --deadline draw --requests 100000")
        {
            model, data, split, batch, threads, deadline, requests, output, json,
        };
        foreign.AddTo(verb);
        verb.SetAction((parsed, cancellationToken) =>
        {
            var graph = ModelOpener.Open(parsed.GetRequiredValue(model), foreign.Read(parsed));
            var samples = SampleFinder.Open(terminal, graph, parsed.GetRequiredValue(data), parsed.GetRequiredValue(split));
            using var engine = Engines.Open(terminal, Engines.Ponder, graph, threads: 1);
            var records = ExitRecords.Record(graph, engine, samples, cancellationToken: cancellationToken);
            if (parsed.GetValue(deadline) is { } limit)
            {
                if (graph.Plan is not { Control: null } plan || (plan.Exits.Count == 1 && plan.Halting is null))
                    throw new CommandException($"--deadline: expected a model with early exits or units that halt, got {graph.Source}");
                var timely = new DeadlineBenchmark(terminal, graph, samples, records)
                    .Run(limit == Draw ? null : double.Parse(limit), parsed.GetValue(requests), Seed, cancellationToken);
                if (parsed.GetValue(output) is { } path)
                    WholeFile.Write(path, CliJson.Text(timely, CliJson.Default.DeadlineResult));
                if (parsed.GetValue(json))
                    CliJson.Write(terminal.Output, timely, CliJson.Default.DeadlineResult);
                DeadlineTables.Write(terminal.Tables(parsed.GetValue(json)), timely);
                return Task.FromResult(ExitCodes.Done);
            }

            var result = ModelBenchmark.Run(
                terminal, graph, samples, records, parsed.GetRequiredValue(batch), parsed.GetRequiredValue(threads), most: null, cancellationToken);
            if (parsed.GetValue(output) is { } file)
                WholeFile.Write(file, result.ToJson());
            bool isJson = parsed.GetValue(json);
            if (isJson)
                terminal.WriteLine(result.ToJson());
            BenchmarkTables.Write(terminal.Tables(isJson), result);
            return Task.FromResult(ExitCodes.Done);
        });
        return verb;
    }
}
