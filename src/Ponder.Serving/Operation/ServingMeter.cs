using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Ponder.Serving.Operation;

/// <summary>What a server tells of itself while it runs: instruments of .NET, which OpenTelemetry and others listen to.</summary>
/// <remarks>Every measurement says which model it is of; docs/serving.md lists names and units.</remarks>
public static class ServingMeter
{
    /// <summary>The name of the meter, and of the source of traces.</summary>
    public const string Name = "Ponder.Serving";

    private static readonly Meter Meter = new(Name);

    internal static ActivitySource Activities { get; } = new(Name);

    internal static Counter<long> Requests { get; } = Meter.CreateCounter<long>("ponder.requests", "{request}", "Requests by outcome: answered, failed.");

    internal static UpDownCounter<long> Waiting { get; } = Meter.CreateUpDownCounter<long>("ponder.requests.waiting", "{request}", "Requests in the queue.");

    internal static Counter<long> Samples { get; } = Meter.CreateCounter<long>("ponder.samples", "{sample}", "Samples by the exit that they took.");

    internal static Counter<long> CutShort { get; } = Meter.CreateCounter<long>("ponder.samples.cut_short", "{sample}", "Samples that a timeout made leave.");

    internal static Histogram<double> Latency { get; } = Meter.CreateHistogram<double>(
        "ponder.sample.duration", "s", "From a request's arrival to its answer, by the exit taken.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5] });

    internal static Counter<long> Macs { get; } = Meter.CreateCounter<long>("ponder.macs", "{multiply-add}", "Multiply-adds that were spent.");

    internal static Counter<long> StaticMacs { get; } = Meter.CreateCounter<long>("ponder.macs.static", "{multiply-add}", "Multiply-adds that the network without choices would have spent on the same samples.");

    internal static Gauge<double> ConfidenceDrift { get; } = Meter.CreateGauge<double>("ponder.confidence.drift", "{standard error}", "How far the mean confidence of the last thousand answers lies from that of calibration, in standard errors.");

    internal static Gauge<double> Drift { get; } = Meter.CreateGauge<double>("ponder.exits.drift", "{standard deviation}", "How far the exits of the last thousand samples lie from those of calibration, in standard deviations.");
}
