using Ponder.Evaluation;

namespace Ponder.Tests.Evaluation;

public sealed class BenchmarkRunnerTests
{
    private readonly StepClock _clock = new();
    private readonly List<(string Variant, int Start)> _calls = [];

    private BenchmarkCandidate Candidate(string variant, string engine, int batch, long microseconds) =>
        new(variant, engine, batch, 1, start =>
        {
            _calls.Add((variant, start));
            _clock.Advance(microseconds);
        });

    private BenchmarkResult Run(BenchmarkOptions options, params BenchmarkCandidate[] candidates) =>
        new BenchmarkRunner(_clock).Run("m.onnx", candidates, options, TestContext.Current.CancellationToken);

    [Fact]
    public void Run_ComparesAdaptiveWithTheFasterStatic()
    {
        var result = Run(
            new BenchmarkOptions { WarmUpTime = TimeSpan.Zero, SampleCount = 20 },
            Candidate("static", "ponder", 2, 4000), Candidate("static", "ort", 2, 3000), Candidate("adaptive", "ponder", 2, 1000));

        Assert.Equal([new Speedup(2, 1, "ort", 3, 3)], result.Speedup);
        Assert.Equal(2000, result.Rows[2].Throughput, tolerance: 1e-6);
    }

    [Fact]
    public void Run_Input_CountsOnBothSidesAndHasNoRow()
    {
        var result = Run(
            new BenchmarkOptions { WarmUpTime = TimeSpan.Zero, SampleCount = 20 },
            Candidate("static", "ort", 2, 3000), Candidate("adaptive", "ponder", 2, 1000), Candidate("input", "ponder", 1, 500));

        Assert.Equal([new Speedup(2, 1, "ort", 3, 3, WithInput: 2)], result.Speedup);
        Assert.Equal(0.5, result.InputMs?.Mean);
        Assert.Equal(2, result.Rows.Count);
    }

    [Fact]
    public void Run_StaysInsideTheSamples()
    {
        var row = Run(new BenchmarkOptions { WarmUpTime = TimeSpan.Zero, SampleCount = 7, MinCalls = 9 }, Candidate("static", "ort", 3, 1)).Rows[0];

        Assert.Equal(6, row.Samples);
        Assert.Equal([0, 3], _calls.Select(call => call.Start).Distinct().Order());
    }

    [Fact]
    public void Run_TimesEachCallOnceAfterWarmUp()
    {
        Run(new BenchmarkOptions { WarmUpTime = TimeSpan.Zero, SampleCount = 10, MinCalls = 1, Rounds = 2, WarmUpCalls = 3 }, Candidate("static", "ort", 1, 1));

        Assert.Equal(3 + 10 + 2, _calls.Count); // one untimed call at each of two turns
    }

    [Fact]
    public void Run_CandidatesTakeTurns()
    {
        Run(
            new BenchmarkOptions { WarmUpTime = TimeSpan.Zero, SampleCount = 2, MinCalls = 1, Rounds = 2, WarmUpCalls = 0 },
            Candidate("static", "ort", 1, 1), Candidate("adaptive", "ort", 1, 1));

        Assert.Equal(["static", "adaptive", "adaptive", "static"], _calls.Where((_, index) => index % 2 == 0).Select(call => call.Variant));
    }

    [Fact]
    public void Run_BatchAboveTheSamples_Throws() => Assert.Throws<ArgumentOutOfRangeException>(
        () => Run(new BenchmarkOptions { WarmUpTime = TimeSpan.Zero, SampleCount = 7 }, Candidate("static", "ort", 8, 1)));

    [Fact]
    public void LatencySummary_OfOneToHundred_PicksMeasuredValues() => Assert.Equal(
        new LatencySummary(50, 95, 99, 100, 50.5), LatencySummary.Of([.. Enumerable.Range(1, 100).Select(i => (double)i).Reverse()]));

    [Fact]
    public void ToJson_HasTheKeysOfTheManual()
    {
        var row = new BenchmarkRow("adaptive", "ponder", 1, 2, 10, 0.5, null, new LatencySummary(1, 2, 3, 4, 1.5), 100);
        var result = new BenchmarkResult("m.onnx", new MachineInfo("cpu", 2, ".NET"), [row], [new Speedup(1, 2, "ort", 3, 4, 2)]) { InputMs = new LatencySummary(1, 2, 3, 4, 1.5) };

        Assert.Equal(
            """{"model":"m.onnx","machine":{"cpu":"cpu","cores":2,"runtime":".NET"},"rows":[{"variant":"adaptive","engine":"ponder","batch":1,"threads":2,"samples":10,"accuracy":0.5,"macs_mean":null,"latency_ms":{"p50":1,"p95":2,"p99":3,"max":4,"mean":1.5},"throughput":100}],"speedup":[{"batch":1,"threads":2,"against":"ort","mean":3,"p50":4,"with_input":2}],"input_ms":{"p50":1,"p95":2,"p99":3,"max":4,"mean":1.5}}""",
            result.ToJson());
    }
}
