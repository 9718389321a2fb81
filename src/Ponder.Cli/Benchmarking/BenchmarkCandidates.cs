using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;

namespace Ponder.Cli.Benchmarking;

/// <summary>Everything that a benchmark compares, set up side by side in one process.</summary>
/// <remarks>
/// <c>static</c> is the trunk alone, without exits, on both engines; <c>adaptive</c> decides for itself; <c>exit:NAME</c> and
/// <c>worst</c> have thresholds that send everybody to one exit. Their input lies preprocessed in memory.
/// </remarks>
internal sealed class BenchmarkCandidates : IDisposable
{
    private readonly Terminal _terminal;
    private readonly GatedGraph _graph;
    private readonly ISampleSource _source;
    private readonly float[] _samples;
    private readonly int _sampleLength;
    private readonly ExitRecords _records;
    private readonly List<IDisposable> _owned = [];

    /// <summary>Prepares for a model.</summary>
    /// <param name="terminal">Told when a model does not run on the engine.</param>
    /// <param name="graph">A model with a plan.</param>
    /// <param name="samples">What every candidate runs; read into memory here.</param>
    /// <param name="count">How many of the samples, from the first on.</param>
    /// <param name="records">What every exit says about those samples.</param>
    public BenchmarkCandidates(Terminal terminal, GatedGraph graph, ISampleSource samples, int count, ExitRecords records)
    {
        (_terminal, _graph, _source, _records, _sampleLength) = (terminal, graph, samples, records, samples.SampleLength);
        _samples = new float[checked(count * samples.SampleLength)];
        for (int i = 0; i < count; i++)
            samples.Read(i, _samples.AsSpan(i * _sampleLength, _sampleLength));
    }

    /// <summary>All candidates of one batch size and thread count.</summary>
    /// <remarks>The engine's static form has one thread; with more, only ONNX Runtime's is there.</remarks>
    public IEnumerable<BenchmarkCandidate> Of(int batch, int threads)
    {
        var exits = _graph.Plan!.Exits; // the constructor's records exist only for a model with a plan
        int last = exits.Count - 1;
        if (threads == 1 && StaticOnEngine(batch) is { } engine)
            yield return Static(Engines.Ponder, batch, threads, engine);
        yield return Static(Engines.OnnxRuntime, batch, threads, StaticOnOnnxRuntime(batch, threads));
        if (last == 0)
            yield break;
        var own = _records.Apply([.. exits.SkipLast(1).Select(exit => _graph.Constant(exit.Threshold!).Floats[0])]); // early exits have one
        var (name, adaptive) = Adaptive(_graph, batch, threads);
        yield return new BenchmarkCandidate(BenchmarkCandidate.AdaptiveVariant, name, batch, threads, adaptive)
        {
            Accuracy = own.Accuracy,
            MacsMean = own.MacsMean,
        };
        for (int e = 0; e <= last; e++)
        {
            string variant = e == last ? "worst" : $"exit:{exits[e].Name}";
            yield return Measured(e, variant, name, batch, threads, Adaptive(Forced(e), batch, threads).RunBatch, _records.Costs.Macs[e]);
        }
    }

    /// <summary>Reading a sample from where it lies: files are decoded and resized, and everything is preprocessed.</summary>
    public BenchmarkCandidate Input()
    {
        float[] sample = new float[_sampleLength];
        return new BenchmarkCandidate(BenchmarkCandidate.InputVariant, Engines.Ponder, Batch: 1, Threads: 1, start => _source.Load(start, sample));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var owned in _owned)
            owned.Dispose();
    }

    // Records hold the exits' answers: where the trunk's is none of them, its accuracy is not known here.
    private BenchmarkCandidate Static(string engine, int batch, int threads, Action<int> runBatch) =>
        new(BenchmarkCandidate.StaticVariant, engine, batch, threads, runBatch)
        {
            Accuracy = _graph.Plan!.Trunk is null ? _records.Accuracy(_records.Exits.Count - 1) : null,
            MacsMean = _records.Costs.StaticMacs,
        };

    private BenchmarkCandidate Measured(
        int exitIndex, string variant, string engine, int batch, int threads, Action<int> runBatch, long macs) =>
        new(variant, engine, batch, threads, runBatch) { Accuracy = _records.Accuracy(exitIndex), MacsMean = macs };

    // Null where the trunk has operators that the engine lacks.
    private Action<int>? StaticOnEngine(int batch)
    {
        string output = _graph.Plan!.TrunkLogits;
        float[] logits = new float[batch * (int)_graph.Tensor(output).Shape.SampleLength];
        try
        {
            var baseline = new InferenceBaseline(_graph, output);
            return start => baseline.Run(Batch(start, batch), batch, logits);
        }
        catch (UnsupportedOperatorException)
        {
            return null;
        }
    }

    private Action<int> StaticOnOnnxRuntime(int batch, int threads)
    {
        var baseline = new OnnxRuntimeBaseline(_graph, _graph.Plan!.TrunkLogits, batch, threads);
        _owned.Add(baseline);
        return start => baseline.Run(Batch(start, batch));
    }

    private (string Engine, Action<int> RunBatch) Adaptive(GatedGraph graph, int batch, int threads)
    {
        var session = Engines.OpenPredictor(_terminal, graph, threads);
        _owned.Add(session);
        var predictions = new Prediction[batch];
        return (session.Name, start => session.Predict(Batch(start, batch), batch, predictions));
    }

    private GatedGraph Forced(int exitIndex)
    {
        var forced = _graph.Clone();
        foreach (var (threshold, value) in ThresholdOverrides.Forcing(_graph, exitIndex))
            forced.SetConstant(threshold, value);
        return forced;
    }

    private ReadOnlySpan<float> Batch(int start, int batch) => _samples.AsSpan(start * _sampleLength, batch * _sampleLength);
}
