using System.Runtime.InteropServices;
using Ponder.Cli.Rendering;
using Ponder.Cli.Runs;
using Ponder.Data;
using Ponder.Evaluation;
using Ponder.Report;
using Times = Ponder.Report.LatencySummary;

namespace Ponder.Cli.Reporting;

/// <summary>Turns an experiment into the plain values of its report.</summary>
internal static class ReportBuilder
{
    private const int LatencyDigits = 4; // a tenth of a microsecond: what the clock resolves

    public static ReportModel Build(ExperimentResult result, SplitSource samples, DateTimeOffset measuredAt) => new()
    {
        Title = $"{result.Recipe.Title} on {result.Recipe.Data}",
        Subtitle = $"{result.Records.Exits.Count} exits, trained and calibrated by the recipe; all numbers are of the {samples.Count:N0} test images.",
        MeasuredAt = measuredAt,
        Headline = Headline(result),
        Results = [.. result.Benchmark?.Rows.Select(row => Row(row, result.Benchmark)) ?? []],
        Exits = [.. result.Evaluation.Result.Exits.Select(exit => new ExitSummary { Name = exit.Name, Share = exit.Share, Accuracy = exit.Accuracy, Macs = exit.Macs })],
        Classes = [.. result.Classes.Select(found => new ClassSummary(result.Data.Labels[found.Class], found.Samples, found.Before, found.After))],
        Tradeoff = ReportCurves.Tradeoff(result),
        Latencies = result.Benchmark is { } benchmark ? Latencies(benchmark) : [],
        Training = [.. ReportCurves.Training("baseline", result.Model.Baseline, result), .. ReportCurves.Training("branches", result.Model.Branches, result)],
        Pictures = ReportPictures.Choose(result, samples),
        Plan = Plan(result),
        Splits = [.. result.Data.Role.Splits.Select(split => new SplitUse(split.Key, split.Value.EndExclusive - split.Value.Start, Purpose(split.Key)))],
        Machine = Machine(result),
        Notes = Notes(result),
    };

    private static Headline Headline(ExperimentResult result)
    {
        var found = result.Evaluation.Result;
        var speedup = result.Benchmark is { Speedup: [var first, ..] } ? first : null;
        return new Headline
        {
            Accuracy = found.Accuracy,
            StaticAccuracy = result.Records.Accuracy(result.Records.Exits.Count - 1),
            SpeedUp = speedup?.Mean,
            SpeedUpSetting = speedup is null ? null : $"batch {speedup.Batch}, {speedup.Threads} thread, against static on {speedup.Against}",
            EarlyShare = 1 - found.Exits[^1].Share,
            Macs = found.MacsMean,
            StaticMacs = found.MacsStatic,
        };
    }

    private static ResultRow Row(BenchmarkRow row, BenchmarkResult benchmark)
    {
        double? fastest = row.Variant == BenchmarkCandidate.StaticVariant ? null : benchmark.Rows
            .Where(other => other.Variant == BenchmarkCandidate.StaticVariant && (other.Batch, other.Threads) == (row.Batch, row.Threads))
            .Min(other => other.LatencyMs.Mean);
        var time = row.LatencyMs;
        return new ResultRow
        {
            Variant = row.Variant,
            Engine = row.Engine,
            Batch = row.Batch,
            Threads = row.Threads,
            Samples = row.Samples,
            Accuracy = row.Accuracy,
            MacsMean = row.MacsMean ?? 0,
            LatencyMs = new Times(time.P50, time.P95, time.P99, time.Max, time.Mean),
            Throughput = row.Throughput,
            SpeedUp = fastest / time.Mean,
        };
    }

    // One image per call is what a waiting person feels; larger batches are in the table.
    private static LatencySeries[] Latencies(BenchmarkResult benchmark)
    {
        int smallest = benchmark.Rows.Min(row => row.Batch);
        return [.. benchmark.Rows.Where(row => row.Batch == smallest && !row.Variant.StartsWith("exit:", StringComparison.Ordinal))
            .Select(row => new LatencySeries($"{row.Variant}, {row.Engine}", [.. row.Milliseconds.Select(time => Math.Round(time, LatencyDigits))]))];
    }

    private static PlanSummary? Plan(ExperimentResult result)
    {
        if (result.Calibration is not { } calibration)
            return null;
        var (expected, found) = (calibration.Expected, result.Evaluation.Result);
        double drop = result.Records.Accuracy(result.Records.Exits.Count - 1) - found.Accuracy;
        return new PlanSummary
        {
            Method = $"{result.Recipe.Branches?.Policy} thresholds, cheapest within the target",
            Target = result.Recipe.Calibration?.MaxMacs is { } macs
                ? $"at most {macs:N0} multiply-adds on average"
                : $"accuracy drop at most {Tables.Percent(calibration.Target)}",
            Confidence = calibration.Confidence,
            Met = calibration.Met,
            CalibrationSamples = calibration.CalibrationSamples,
            Thresholds = [.. calibration.Thresholds.Select(threshold => new ExitThreshold(threshold.Exit, Rule(result), threshold.Value))],
            Promises =
            [
                new Promise("accuracy", Tables.Percent(expected.Accuracy), Tables.Percent(found.Accuracy)),
                new Promise("accuracy drop", Tables.Percent(expected.AccuracyDrop), Tables.Percent(drop)),
                new Promise("multiply-adds", $"{expected.MacsMean:N0}", $"{found.MacsMean:N0}"),
                new Promise("share leaving early", Tables.Percent(1 - expected.ExitShares[^1]), Tables.Percent(1 - found.Exits[^1].Share)),
            ],
        };
    }

    private static string Rule(ExperimentResult result) => result.Recipe.Branches?.Policy == "confidence"
        ? "leave when the largest probability is above"
        : "leave when entropy (nats) is below";

    private static string Purpose(string split) => split switch
    {
        "train" => "taught the weights",
        "validation" => "chose the best epoch",
        "calibration" => "chose the thresholds",
        _ => "measured everything on this page; chose nothing",
    };

    private static MachineSummary Machine(ExperimentResult result)
    {
        var machine = MachineInfo.Current();
        var record = RunRecord.Of(result.Recipe.Seed);
        return new MachineSummary
        {
            Cpu = machine.Cpu,
            Cores = machine.Cores,
            Runtime = machine.Runtime,
            Details =
            [
                new MachineDetail("operating system", RuntimeInformation.OSDescription),
                new MachineDetail("ponder", record.Ponder),
                .. record.Libraries.Select(library => new MachineDetail(library.Key, library.Value)),
                new MachineDetail("seed", $"{record.Seed}"),
            ],
        };
    }

    private static IReadOnlyList<string> Notes(ExperimentResult result) =>
    [
        "Times are wall-clock per call, from preprocessed input to the answer; heads, decisions and gathering are included, reading and preprocessing are not.",
        .. result.Benchmark is { InputMs: { } input } benchmark
            ? [
                $"Reading a sample, with decoding, resizing and preprocessing, takes {input.Mean:0.0000} ms more; counted on both sides, the speed-ups are "
                + $"{string.Join(", ", benchmark.Speedup.Select(speedup => $"{speedup.WithInput:0.00} at batch {speedup.Batch}"))}.",
            ] : Array.Empty<string>(),
        "All variants ran interleaved in one process on one thread. Static is the trunk alone, without exits, on both engines; speed-ups are against the faster of the two.",
        "Multiply-adds count convolutions and fully connected layers, each once, with every head passed on the way.",
        "The curve's thresholds come from the calibration split; each point shows what they do on the test split.",
        .. result.BaselineAccuracy is { } before
            ? [$"The trunk before it had exits: {Tables.Percent(before)} of the same images."] : Array.Empty<string>(),
        $"One seed ({result.Recipe.Seed}): a difference of a few hundredths of a percent between two rows is within what another seed would change.",
    ];
}
