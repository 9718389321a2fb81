using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.Calibration;

/// <summary>Sets a model's thresholds to what a caller is willing to trade.</summary>
public static class Calibrator
{
    /// <summary>Records what every exit says about the samples, chooses thresholds and writes them into the graph.</summary>
    /// <param name="graph">
    /// A model with at least one early exit. Its thresholds and plan change when the target is met, otherwise nothing does.
    /// </param>
    /// <param name="executor">Runs that graph. One that copied the graph's constants must be made anew to see the thresholds.</param>
    /// <param name="samples">The calibration split; never the test split.</param>
    /// <param name="options">What to reach.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="ArgumentException">The model has no early exit, the samples do not fit it, or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the graph is as it was.</exception>
    public static CalibrationResult Calibrate(
        GatedGraph graph, IGraphExecutor executor, ISampleSource samples,
        CalibrationOptions options, CancellationToken cancellationToken = default)
    {
        options.Validate();
        ThrowWithoutEarlyExits(graph);
        return Calibrate(graph, ExitRecords.Record(graph, executor, samples, options.Evaluation, cancellationToken), options);
    }

    /// <summary>Chooses thresholds on records that were made before.</summary>
    /// <inheritdoc cref="Calibrate(GatedGraph, IGraphExecutor, ISampleSource, CalibrationOptions, CancellationToken)"/>
    public static CalibrationResult Calibrate(GatedGraph graph, ExitRecords records, CalibrationOptions options)
    {
        options.Validate();
        var plan = ThrowWithoutEarlyExits(graph);
        var judged = options.WithoutLabels ? records.LabelledByTheLastExit() : records;
        var (found, bound) = Search(judged, options);
        var point = found.Point;
        string? refusal = Refusal(judged, options);
        var expected = new CalibrationExpectation(point.Accuracy, bound, point.MacsMean, point.ExitShares) { AccuracyDrop = found.AccuracyDrop };
        bool isMet = found.Met && refusal is null;
        var result = new CalibrationResult(
            graph.Source, options.Method, options.Confidence, options.Target(plan.Exits.Count), isMet, records.Count,
            [.. plan.EarlyExits.Zip(point.Thresholds, (exit, value) => new CalibratedThreshold(exit.Name, value))], expected)
        {
            Promise = isMet && options.Confidence is { } confidence ? Promise(judged, options, confidence, bound) : null,
            Refusal = refusal,
        };
        if (result.Met)
            Write(graph, plan, result, options.Split, new ThresholdSearch(judged).OperatingPoints());
        return result;
    }

    // Too few samples confirm nothing, however good they are: that is said rather than made a model in which nobody leaves early.
    private static string? Refusal(ExitRecords records, CalibrationOptions options)
    {
        if (options is not { Confidence: { } confidence, MaxAccuracyDrop: { } limit })
            return null;
        var certified = Certified(records, options, confidence);
        if (certified.CanConfirm(limit))
            return null;
        return certified.FewestSamples(limit) is { } fewest
            ? $"expected at least {fewest} calibration samples to promise a loss of at most {limit} with confidence {confidence}, even if none is lost, got {records.Count}"
            : $"no number of samples can promise a loss of at most {limit}";
    }

    private static PromiseRecord Promise(ExitRecords records, CalibrationOptions options, double confidence, double bound) => new(
        options.WithoutLabels ? "disagreement" : "accuracy-drop", options.MaxAccuracyDrop ?? bound, confidence, options.Bound.Name,
        options.ExitShares is null ? Certified(records, options, confidence).TestingCount : records.Count)
    {
        Date = options.Date,
        DataHash = options.DataHash,
    };

    private static CertifiedSearch Certified(ExitRecords records, CalibrationOptions options, double confidence) =>
        new(records, options.Bound, confidence, mayGain: !options.WithoutLabels);

    private static ModelPlan ThrowWithoutEarlyExits(GatedGraph graph) =>
        graph.Plan is { Exits.Count: > 1 } plan
            ? plan
            : throw new ArgumentException($"{graph.Source}: expected a model with early exits, got none", nameof(graph));

    private static (ThresholdSearchResult Found, double Bound) Search(ExitRecords records, CalibrationOptions options)
    {
        if (options.ExitShares is { } shares)
        {
            // Shares look at scores, not at answers, so all samples may choose and all may test.
            var found = new ThresholdSearch(records).ByExitShares(shares);
            return (found, options.Confidence is { } level
                ? options.Bound.Upper(CertifiedSearch.Drops(records, found.Point.Thresholds), level, mayGain: !options.WithoutLabels)
                : found.AccuracyDrop);
        }

        if (options.MaxLatency is { } maxLatency)
        {
            var (timed, timedBound) = Search(Timed(records, options.ExitLatencies), options, maxDrop: null, maxLatency.TotalNanoseconds);
            return (timed with { Point = records.Apply(timed.Point.Thresholds) }, timedBound);
        }

        return Search(records, options, options.MaxAccuracyDrop, options.MaxMacs);
    }

    private static (ThresholdSearchResult Found, double Bound) Search(
        ExitRecords records, CalibrationOptions options, double? maxDrop, double? maxMacs)
    {
        if (options.Confidence is { } level)
        {
            var certified = Certified(records, options, level);
            return maxDrop is { } certain ? certified.WithinAccuracyDrop(certain) : certified.WithinMacs(maxMacs!.Value);
        }

        var search = new ThresholdSearch(records);
        var result = maxDrop is { } drop ? search.WithinAccuracyDrop(drop) : search.WithinMacs(maxMacs!.Value);
        return (result, result.AccuracyDrop);
    }

    // A search knows one cost for each exit; here it is nanoseconds.
    private static ExitRecords Timed(ExitRecords records, IReadOnlyList<TimeSpan> latencies)
    {
        if (latencies.Count != records.Exits.Count)
            throw new ArgumentException($"exit latencies: expected {records.Exits.Count}, got {latencies.Count}");
        long[] nanoseconds = [.. latencies.Select(latency => (long)latency.TotalNanoseconds)];
        return new ExitRecords(records.Exits, records.Labels, new ExitCosts(nanoseconds, nanoseconds[^1]));
    }

    private static void Write(GatedGraph graph, ModelPlan plan, CalibrationResult result, string split, IReadOnlyList<OperatingPoint> points)
    {
        // All names before the first change: a graph is never half calibrated.
        string[] names = [.. plan.EarlyExits.Select(exit => exit.Threshold
            ?? throw new ArgumentException($"{graph.Source}: exit '{exit.Name}': expected a threshold in the plan, got none", nameof(graph)))];
        foreach (var (name, threshold) in names.Zip(result.Thresholds))
            graph.SetConstant(name, HostTensor.Of([threshold.Value], 1));

        graph.Plan = plan with
        {
            Calibration = new CalibrationRecord(
                result.Method, result.Target, split, result.CalibrationSamples, result.Expected.Accuracy,
                result.Expected.AccuracyDrop, result.Expected.MacsMean, result.Expected.ExitShares)
            {
                Confidence = result.Confidence,
                AccuracyDropBound = result.Confidence is null ? null : result.Expected.AccuracyDropBound,
                OperatingPoints = points,
                Promise = result.Promise,
            },
        };
    }
}
