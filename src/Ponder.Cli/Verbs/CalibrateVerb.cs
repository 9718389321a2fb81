using System.CommandLine;
using Ponder.Calibration;
using Ponder.Cli.Benchmarking;
using Ponder.Cli.Data;
using Ponder.Cli.Inspection;
using Ponder.Cli.Rendering;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Spectre.Console;

namespace Ponder.Cli.Verbs;

/// <summary><c>ponder calibrate</c>: sets the thresholds in a model file.</summary>
internal static class CalibrateVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model();
        var data = CommonOptions.Data();
        var split = CommonOptions.Split("calibration");
        var drop = CommonOptions.Fraction("--max-accuracy-drop", "Accuracy that may be lost against the last exit alone.");
        var macs = CommonOptions.Positive("--max-macs", "Multiply-adds of a sample on average.");
        var latency = CommonOptions.Positive("--max-latency", "Milliseconds of a sample on average, batch 1, one thread, measured on this machine.");
        var shares = CommonOptions.Fractions("--exit-shares", "Share of samples to leave at each exit.");
        var confidence = CommonOptions.Fraction("--confidence", "Probability with which the accuracy drop must hold for new samples, e.g. 0.95.");
        var bound = new Option<string>("--bound") { Description = "How that is known.", DefaultValueFactory = _ => RiskBounds.Names[0] };
        bound.AcceptOnlyFromAmong([.. RiskBounds.Names]);
        var labels = new Option<string>("--labels") { Description = "'none' looks at no true class: the drop is then a share of other answers than the whole network's.", DefaultValueFactory = _ => "true" };
        labels.AcceptOnlyFromAmong("true", "none");
        var policy = new Option<string?>("--policy") { Description = $"Give the model another policy first: {string.Join(", ", ExitPolicies.Untrained)}." };
        policy.AcceptOnlyFromAmong([.. ExitPolicies.Untrained]);
        var temperature = new Option<bool>("--temperature") { Description = "Also fit a temperature for each exit, so that probabilities mean what they say." };
        var recall = new Option<bool>("--recall") { Description = "Answer with the most confident exit so far rather than with the exit taken." };
        var output = new Option<string?>("--out") { Description = "Write the calibrated model here instead of over the old one.", HelpName = "FILE" };
        var json = CommonOptions.Json();
        var verb = new VerbCommand(
            "calibrate", "Choose the thresholds on a calibration split. Exit code 1 when the target cannot be met; the file is then left as it was.",
            "ponder calibrate model.onnx --data mnist --max-accuracy-drop 0.002",
            "ponder calibrate model.onnx --data mnist --max-macs 400000 --out small.onnx",
            "ponder calibrate model.onnx --data mnist --max-latency 0.02",
            "ponder calibrate model.onnx --data mnist --exit-shares 0.9,0.1 --json",
            "ponder calibrate model.onnx --data mnist --max-accuracy-drop 0.01 --confidence 0.9 --labels none",
            "ponder calibrate model.onnx --data mnist --max-accuracy-drop 0.005 --policy margin --temperature --out margin.onnx")
        {
            model, data, split, drop, macs, latency, shares, confidence, bound, labels, policy, temperature, recall, output, json,
        };
        verb.Validators.Add(result =>
        {
            if (new Option[] { drop, macs, latency, shares }.Count(option => result.GetResult(option) is not null) != 1)
                result.AddError("calibrate: expected one of --max-accuracy-drop, --max-macs, --max-latency and --exit-shares");
        });
        verb.SetAction((parsed, cancellationToken) =>
        {
            var graph = GatedGraph.Load(parsed.GetRequiredValue(model));
            var samples = SampleFinder.Open(terminal, graph, parsed.GetRequiredValue(data), parsed.GetRequiredValue(split));
            bool isPromised = parsed.GetValue(confidence) is not null;
            if (parsed.GetValue(policy) is not null || parsed.GetValue(temperature) || parsed.GetValue(recall))
                graph = Changed(graph, parsed.GetValue(policy), parsed.GetValue(temperature) ? Temperatures(graph) : null, parsed.GetValue(recall));
            using var executor = Engines.Open(terminal, Engines.Ponder, graph, threads: 1);
            var records = ExitRecords.Record(graph, executor, samples, cancellationToken: cancellationToken);
            TimeSpan? maxLatency = parsed.GetValue(latency) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
            var result = Calibrator.Calibrate(graph, records, new CalibrationOptions
            {
                MaxAccuracyDrop = parsed.GetValue(drop),
                MaxMacs = parsed.GetValue(macs),
                MaxLatency = maxLatency,
                ExitLatencies = maxLatency is null ? [] : ExitLatencies.Measure(terminal, graph, samples, records, cancellationToken),
                ExitShares = parsed.GetResult(shares) is null ? null : parsed.GetValue(shares), // not given, an array is empty
                Confidence = parsed.GetValue(confidence),
                Bound = RiskBounds.Of(parsed.GetRequiredValue(bound)),
                WithoutLabels = parsed.GetRequiredValue(labels) == "none",
                Date = DateOnly.FromDateTime(terminal.Time.GetUtcNow().UtcDateTime),
                DataHash = isPromised ? SampleHash.Of(samples) : null,
                Split = samples.Name,
            });
            if (result.Met)
                graph.Save(parsed.GetValue(output) ?? graph.Source);
            if (parsed.GetValue(json))
                terminal.WriteLine(result.ToJson());
            else
                Show(terminal.Tables(json: false), result);
            return Task.FromResult(result.Met ? ExitCodes.Done : ExitCodes.TargetNotMet);

            IReadOnlyList<double> Temperatures(GatedGraph asked)
            {
                using var own = Engines.Open(terminal, Engines.Ponder, asked, threads: 1);
                return TemperatureFit.Of(asked, own, samples, isPromised ? TemperatureFit.ChoosesBesidePromise : null, cancellationToken);
            }
        });
        return verb;
    }

    // The policy stays where no other is asked for; a learned one cannot be made anew.
    private static GatedGraph Changed(GatedGraph graph, string? policy, IReadOnlyList<double>? temperatures, bool recalls)
    {
        string name = policy ?? graph.Plan?.EarlyExits.FirstOrDefault()?.Policy ?? throw new CommandException($"{graph.Source}: expected a model with early exits, got none");
        return ExitPolicies.Untrained.Contains(name)
            ? GatedGraph.Parse(PolicyChange.Apply(graph, ExitPolicies.Of(name), temperatures, recalls).ToBytes(), graph.Source)
            : throw new CommandException($"{graph.Source}: expected --policy beside --temperature and --recall, because policy {name} is trained on the answers as they are, got none");
    }

    private static void Show(IAnsiConsole console, CalibrationResult result)
    {
        var expected = result.Expected;
        console.WriteLine($"{result.Model}: {result.Method} {result.Target}: {(result.Met ? "met" : "not met, the model is as it was")}");
        if (result.Refusal is { } refusal)
        {
            console.WriteLine(refusal);
            return;
        }

        if (result.Promise is { } promise)
            console.WriteLine($"promise: {InspectionTables.Promise(promise)}");
        console.WriteLine(
            $"on {result.CalibrationSamples:N0} samples: accuracy {Tables.Percent(expected.Accuracy)}, "
            + $"{(result.Confidence is { } level ? $"drop with confidence {level} at most" : "drop")} {Tables.Percent(expected.AccuracyDropBound)}, "
            + $"{expected.MacsMean:N0} multiply-adds on average");
        var table = Tables.Create("exit", ">threshold", ">share");
        for (int e = 0; e < expected.ExitShares.Count; e++)
        {
            bool isLast = e == result.Thresholds.Count;
            table.AddText(
                isLast ? "last" : result.Thresholds[e].Exit, isLast ? "" : $"{result.Thresholds[e].Value:G6}", Tables.Percent(expected.ExitShares[e]));
        }

        console.Write(table);
    }
}
