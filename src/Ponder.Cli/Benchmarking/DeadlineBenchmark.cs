using System.Diagnostics;
using System.Globalization;
using Ponder.Cli.Rendering;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Halting;
using Ponder.Inference;
using Ponder.Inference.Deadlines;

namespace Ponder.Cli.Benchmarking;

/// <summary>Sends requests with deadlines, one sample each, one after the other, and counts who was late and who was right.</summary>
internal sealed class DeadlineBenchmark(Terminal terminal, GatedGraph graph, ISampleSource samples, ExitRecords records)
{
    private const int ExitProfileCalls = 1000;
    private const int UnitProfileCalls = 200; // units that may halt are many
    private const double Quantile = 0.99;
    private const double TypicalQuantile = 0.5; // deadlines are drawn from what answers usually take: some are too near to be kept for sure, and are refused
    private const double LateShare = 0.1;
    private const double LateMs = 0.3;
    private const double LongestShare = 1.5;
    private const int BinCount = 10;
    private const int CachedSamples = 500; // timed calls read them from memory

    private readonly float[] _inputs = Read(samples);
    private readonly IReadOnlyList<float> _thresholds = [.. graph.Plan!.EarlyExits.Select(exit => graph.Constant(exit.Threshold!).Floats[0])]; // the verb asks for exits

    private bool Halts => graph.Plan!.Halting is not null; // as above

    private int ProfileCalls => Halts ? UnitProfileCalls : ExitProfileCalls;

    private int Cached => _inputs.Length / samples.SampleLength;

    /// <summary>Measures a profile, then the requests.</summary>
    /// <param name="deadlineMs">Of every request; null to draw each between the first answer's usual time and one and a half times the last one's.</param>
    /// <param name="requests">How many, at least 1.</param>
    /// <param name="seed">Of the draw.</param>
    /// <param name="cancellationToken">Checked between requests.</param>
    public DeadlineResult Run(double? deadlineMs, int requests, int seed, CancellationToken cancellationToken)
    {
        using var session = InferenceSession.Create(graph);
        var machine = MachineInfo.Current();
        var profile = session.Profile(Input(0), count: 1, ProfileCalls, Quantile, machine.Cpu);
        var typical = session.Profile(Input(0), count: 1, ProfileCalls, TypicalQuantile, machine.Cpu).AnswerMs;
        double staticMs = StaticMs(machine);
        var random = new Random(seed);
        double[] deadlines = [.. Enumerable.Range(0, requests).Select(_ => deadlineMs
            ?? typical[0] + (random.NextDouble() * ((LongestShare * typical[^1]) - typical[0])))];
        var timed = new TimedPrediction[requests];
        double[] times = new double[requests], spinning = new double[requests], ignoring = new double[requests];
        return ProgressBar.Run(terminal, "deadlines", progress =>
        {
            var plain = new Prediction[1];
            for (int i = 0; i < requests; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (i % 1000 == 0)
                    progress.Report(new ProgressState((double)i / requests, $"{i:N0} requests"));
                var input = Input(i % Cached);
                long start = Stopwatch.GetTimestamp();
                session.Predict(input, 1, Deadline.In(TimeSpan.FromMilliseconds(deadlines[i])), profile, timed.AsSpan(i, 1));
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                start = Stopwatch.GetTimestamp();
                session.Predict(input, 1, plain);
                ignoring[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                start = Stopwatch.GetTimestamp();
                while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < Math.Min(times[i], deadlines[i]))
                    Thread.SpinWait(1);
                spinning[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }

            int[] accepted = [.. Enumerable.Range(0, requests).Where(i => timed[i].Outcome != DeadlineOutcome.Refused)];
            if (accepted.Length == 0)
                throw new CommandException($"--deadline: expected at least the {profile.AnswerMs[0]:0.###} ms that the first answer takes here, got {deadlineMs?.ToString(CultureInfo.InvariantCulture) ?? "draws below it"}");
            double Late(double[] measured) => accepted.Count(i => measured[i] > deadlines[i] + Math.Max(LateShare * deadlines[i], LateMs)) / (double)accepted.Length;
            return new DeadlineResult(
                graph.Source, machine, profile, staticMs, requests, accepted.Length, accepted.Count(i => timed[i].Outcome == DeadlineOutcome.CutShort) / (double)accepted.Length,
                Late(times), Late(spinning), Late(ignoring), LatencySummary.Of([.. accepted.Select(i => times[i])]), Bins(deadlines, timed, profile, staticMs));
        });
    }

    private List<DeadlineBin> Bins(double[] deadlines, TimedPrediction[] timed, DeadlineProfile profile, double staticMs)
    {
        double low = deadlines.Min(), width = Math.Max((deadlines.Max() - low) / BinCount, 1e-9);
        int last = records.Exits.Count - 1;
        return [.. Enumerable.Range(0, deadlines.Length).GroupBy(i => Math.Min((int)((deadlines[i] - low) / width), BinCount - 1)).OrderBy(bin => bin.Key).Select(bin =>
        {
            double Share(Func<int, bool> holds) => bin.Count(holds) / (double)bin.Count();
            return new DeadlineBin(
                low + (bin.Key * width), low + ((bin.Key + 1) * width), bin.Count(),
                Share(i => timed[i].Outcome == DeadlineOutcome.Refused), Share(i => timed[i].Outcome == DeadlineOutcome.CutShort),
                Share(i => timed[i].Prediction.Class == records.Labels[i % Cached]),
                Share(i => staticMs <= deadlines[i] && records.IsCorrect(last, i % Cached)),
                Halts ? null : Share(i => Deepest(profile, deadlines[i]) is var deepest and >= 0 && records.IsCorrect(Math.Min(deepest, records.ExitOf(i % Cached, _thresholds)), i % Cached)));
        })];
    }

    private static int Deepest(DeadlineProfile profile, double deadlineMs)
    {
        int exit = profile.AnswerMs.Count - 1;
        while (exit >= 0 && profile.AnswerMs[exit] > deadlineMs)
            exit--;
        return exit;
    }

    private double StaticMs(MachineInfo machine)
    {
        var whole = Halts
            ? DenseNetwork.Of(graph)
            : ExitAttachment.Attach(GraphCutter.Extract(graph, [graph.Plan!.TrunkLogits]), [], new ConfidenceExitPolicy(1), seed: 0); // no early exit, so neither is used
        using var session = InferenceSession.Create(whole);
        return session.Profile(Input(0), count: 1, ProfileCalls, Quantile, machine.Cpu).AnswerMs[0];
    }

    private ReadOnlySpan<float> Input(int sample) => _inputs.AsSpan(sample * samples.SampleLength, samples.SampleLength);

    private static float[] Read(ISampleSource samples)
    {
        int count = Math.Min(samples.Count, CachedSamples);
        float[] inputs = new float[count * samples.SampleLength];
        for (int i = 0; i < count; i++)
            samples.Read(i, inputs.AsSpan(i * samples.SampleLength, samples.SampleLength));
        return inputs;
    }
}
