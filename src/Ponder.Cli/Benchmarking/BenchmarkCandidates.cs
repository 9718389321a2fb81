using Ponder.Control;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Halting;
using Ponder.Inference;
using Ponder.OnnxRuntime;

namespace Ponder.Cli.Benchmarking;

/// <summary>Everything that a benchmark compares, set up side by side in one process.</summary>
/// <remarks>
/// <c>static</c> is the trunk alone, without exits, on both engines; <c>adaptive</c> decides for itself; <c>exit:NAME</c> and
/// <c>worst</c> have thresholds that send everybody to one exit, <c>path:NAME</c> choices that send everybody down one path; a control
/// graph's static form is its dearest path, that of units that halt all of them everywhere; <c>dense</c> scores and gates
/// them too and computes both sides of every gate. Their input lies preprocessed in memory.
/// </remarks>
internal sealed class BenchmarkCandidates : IDisposable
{
    private readonly Terminal _terminal;
    private readonly GatedGraph _graph;
    private readonly ISampleSource _source;
    private readonly float[] _samples;
    private readonly int _sampleLength;
    private readonly ExitRecords _records;
    private readonly Prediction[] _decided;
    private readonly (GatedGraph Graph, string Logits) _trunk;
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
        _decided = Decided();
        var alone = graph.Plan! switch // records exist only for a model with a plan
        {
            { Control: not null } => StaticPath.Dearest(graph),
            { Halting: not null } => DenseNetwork.Of(graph),
            _ => graph,
        };
        _trunk = (alone, alone.Plan!.TrunkLogits);
    }

    /// <summary>All candidates of one batch size and thread count.</summary>
    /// <remarks>The engine's static form has one thread; with more, only ONNX Runtime's is there.</remarks>
    public IEnumerable<BenchmarkCandidate> Of(int batch, int threads)
    {
        var exits = _graph.Plan!.Exits; // the constructor's records exist only for a model with a plan
        int last = exits.Count - 1;
        if (threads == 1 && OnEngine(_trunk.Graph, _trunk.Logits, batch) is { } engine)
            yield return Static(Engines.Ponder, batch, threads, engine);
        yield return Static(Engines.OnnxRuntime, batch, threads, OnOnnxRuntime(_trunk.Graph, _trunk.Logits, batch, threads));
        if (_graph.Plan.Control is not null)
        {
            foreach (var candidate in OfPaths(batch, threads))
                yield return candidate;
            yield break;
        }

        if (_graph.Plan.Halting is { } halting)
        {
            foreach (var candidate in OfHalting(halting, batch, threads))
                yield return candidate;
            yield break;
        }

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

    private IEnumerable<BenchmarkCandidate> OfPaths(int batch, int threads)
    {
        var macs = ExitCosts.Of(_graph).Macs;
        var (name, adaptive) = Adaptive(_graph, batch, threads);
        yield return new BenchmarkCandidate(BenchmarkCandidate.AdaptiveVariant, name, batch, threads, adaptive)
        {
            Accuracy = _records.Accuracy(_records.Exits.Count - 1),
            MacsMean = _decided.Average(prediction => (double)macs[prediction.Exit]),
        };
        var paths = _graph.Plan!.Control!.Paths; // the caller asks
        int dearest = macs.ToList().IndexOf(macs.Max());
        for (int path = 0; path < paths.Count; path++)
        {
            string variant = path == dearest ? "worst" : $"path:{paths[path].Name}";
            yield return new BenchmarkCandidate(variant, name, batch, threads, Adaptive(StaticPath.Forced(_graph, path), batch, threads).RunBatch)
            {
                MacsMean = macs[path],
            };
        }
    }

    private IEnumerable<BenchmarkCandidate> OfHalting(HaltingPlan halting, int batch, int threads)
    {
        var (name, adaptive) = Adaptive(_graph, batch, threads);
        yield return new BenchmarkCandidate(BenchmarkCandidate.AdaptiveVariant, name, batch, threads, adaptive)
        {
            Accuracy = _records.Accuracy(_records.Exits.Count - 1),
            MacsMean = _decided.Average(prediction => (double)prediction.Macs),
        };
        string answer = _graph.Plan!.Exits[^1].Logits; // the caller asks
        double whole = _records.Costs.Macs[^1];
        if (threads == 1 && OnEngine(_graph, answer, batch) is { } dense)
            yield return new BenchmarkCandidate("dense", Engines.Ponder, batch, threads, dense) { MacsMean = whole };
        yield return new BenchmarkCandidate("dense", Engines.OnnxRuntime, batch, threads, OnOnnxRuntime(_graph, answer, batch, threads)) { MacsMean = whole };
        string[] limits = [.. halting.Blocks.Select(block => $"{block.Name}.limit").Where(_graph.IsConstant)];
        if (limits.Length == 0)
            yield break; // masks have none
        var endless = _graph.Clone();
        foreach (string limit in limits)
            endless.SetConstant(limit, HostTensor.Of([float.PositiveInfinity], 1));
        yield return new BenchmarkCandidate("worst", name, batch, threads, Adaptive(endless, batch, threads).RunBatch) { MacsMean = whole };
    }

    // What every timed sample does, where its exit alone does not tell.
    private Prediction[] Decided()
    {
        if (_graph.Plan is { Control: null, Halting: null })
            return [];
        using var session = Engines.OpenPredictor(_terminal, _graph, threads: 1);
        var predictions = new Prediction[_samples.Length / _sampleLength];
        session.Predict(_samples, predictions.Length, predictions);
        return predictions;
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
            Accuracy = _graph.Plan is { Trunk: null, Control: null, Halting: null } ? _records.Accuracy(_records.Exits.Count - 1) : null,
            MacsMean = _records.Costs.StaticMacs,
        };

    private BenchmarkCandidate Measured(
        int exitIndex, string variant, string engine, int batch, int threads, Action<int> runBatch, long macs) =>
        new(variant, engine, batch, threads, runBatch) { Accuracy = _records.Accuracy(exitIndex), MacsMean = macs };

    // Everything, whatever gates say. Null where a graph has operators that the engine lacks.
    private Action<int>? OnEngine(GatedGraph graph, string output, int batch)
    {
        float[] logits = new float[batch * (int)graph.Tensor(output).Shape.SampleLength];
        try
        {
            var baseline = new InferenceBaseline(graph, output);
            return start => baseline.Run(Batch(start, batch), batch, logits);
        }
        catch (UnsupportedOperatorException)
        {
            return null;
        }
    }

    private Action<int> OnOnnxRuntime(GatedGraph graph, string output, int batch, int threads)
    {
        var baseline = new OnnxRuntimeBaseline(graph, output, batch, threads);
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
