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

    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model();
        var data = CommonOptions.Data();
        var split = CommonOptions.Split("test");
        var batch = CommonOptions.Counts("--batch", "Samples per call.", MaxBatch, 1, 32);
        var threads = CommonOptions.Counts("--threads", "Threads.", MaxThreads, 1);
        var output = new Option<string?>("--out") { Description = "Also write the JSON to a file.", HelpName = "FILE" };
        var foreign = new ForeignOptions();
        var json = CommonOptions.Json();
        var verb = new VerbCommand(
            "benchmark", "Time a model against its trunk without exits, interleaved in one process: static, adaptive, every exit, worst case.",
            "ponder benchmark runs/quickstart/model.onnx --data mnist",
            "taskset -c 0 ponder benchmark model.onnx --data mnist --split 'test[0:1000]' --batch 1,8,32 --json")
        {
            model, data, split, batch, threads, output, json,
        };
        foreign.AddTo(verb);
        verb.SetAction((parsed, cancellationToken) =>
        {
            var graph = ModelOpener.Open(parsed.GetRequiredValue(model), foreign.Read(parsed));
            var samples = SampleFinder.Open(terminal, graph, parsed.GetRequiredValue(data), parsed.GetRequiredValue(split));
            using var engine = Engines.Open(terminal, Engines.Ponder, graph, threads: 1);
            var records = ExitRecords.Record(graph, engine, samples, cancellationToken: cancellationToken);
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
