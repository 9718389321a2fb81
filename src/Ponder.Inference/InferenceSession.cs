using System.Collections.Concurrent;
using System.Diagnostics;
using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Inference.Deadlines;
using Ponder.Inference.Steps;

namespace Ponder.Inference;

/// <summary>A model ready to run: computes for each sample only what its own decisions ask for.</summary>
/// <remarks>
/// Answers are bit-identical whatever batch a sample rides in and however many threads work. One call at a time per
/// session; sessions are independent. No allocation while predicting with one thread once warm.
/// </remarks>
public sealed class InferenceSession : IPredictor
{
    private const double WarmUpMs = 1000;
    private const int ProfileRounds = 5;

    private readonly GatedGraph _graph;
    private readonly int _threads;
    private readonly Dictionary<string, CompiledGraph> _compiled = [];
    private readonly Dictionary<CompiledGraph, ConcurrentBag<Workspace>> _workspaces = [];
    private readonly ModelRun? _model;

    private InferenceSession(InferenceSession other) =>
        (_graph, _threads, _model, SampleLength) = (other._graph, other._threads, other._model?.Share(), other.SampleLength);

    private InferenceSession(GatedGraph graph, int threads)
    {
        (_graph, _threads) = (graph, threads);
        if (graph.Inputs.Count == 0)
            throw new UnsupportedOperatorException(graph.Source, ["expected an input, got none"]);
        SampleLength = (int)graph.Inputs[0].Shape.SampleLength;
        if (graph.Plan is { } plan)
            _model = new ModelRun(graph, plan, Compile(graph.Inputs, ModelRun.Outputs));
    }

    /// <inheritdoc/>
    public string Name => "ponder";

    /// <inheritdoc/>
    public int SampleLength { get; }

    /// <summary>Makes a session. The graph's weights and thresholds are read now; later changes do not reach it.</summary>
    /// <exception cref="UnsupportedOperatorException">The engine lacks operators of the graph, or it is too large.</exception>
    /// <exception cref="ModelFormatException">The graph has no input.</exception>
    public static InferenceSession Create(GatedGraph graph, InferenceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        int threads = (options ?? new InferenceOptions()).Threads;
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1, nameof(options));
        return new InferenceSession(graph, threads);
    }

    /// <summary>Another session of the same model, for another thread: it has buffers of its own and shares the weights.</summary>
    public InferenceSession Share() => new(this);

    /// <summary>Whether answers can be cut short: they come from exits, or from units that halt. Control graphs have one answer, at the end.</summary>
    public bool KeepsDeadlines => _model?.Watch is not null;

    /// <summary>Sets the thresholds that exits decide by from the next prediction on. Neither <see cref="Run"/> nor any other session sees them.</summary>
    /// <param name="thresholds">One for each early exit, shallow to deep, as of an operating point; null for the model's own.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    /// <exception cref="InvalidOperationException">The graph has no plan, or an early exit of it has no threshold.</exception>
    public void UseThresholds(IReadOnlyList<float>? thresholds) => Model.UseThresholds(thresholds);

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> samples, int count, Span<Prediction> predictions) => Predict(samples, count, predictions, logits: default);

    /// <summary>Answers for a batch of any size, in order, with what they are made of.</summary>
    /// <param name="samples">[count, C, H, W], preprocessed, row-major.</param>
    /// <param name="count">Samples, at least 1.</param>
    /// <param name="predictions">Receives one answer for each.</param>
    /// <param name="logits">Receives the output <c>logits</c>, [count, classes]; empty for nothing.</param>
    /// <param name="cancellation">Asked before each segment of the network.</param>
    /// <exception cref="OperationCanceledException">It was set: deeper segments have not run, and what was received is not to be used.</exception>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    /// <exception cref="InvalidOperationException">The graph has no plan that names its outputs.</exception>
    public void Predict(ReadOnlySpan<float> samples, int count, Span<Prediction> predictions, Span<float> logits, CancellationToken cancellation = default)
    {
        CheckSamples(samples, count);
        CheckLogits(logits, count);
        ArgumentOutOfRangeException.ThrowIfLessThan(predictions.Length, count, nameof(predictions));
        for (int start = 0; start < count; start += Model.ChunkSize)
        {
            int chunk = Math.Min(Model.ChunkSize, count - start);
            Model.Run(samples.Slice(start * SampleLength, chunk * SampleLength), chunk, watch: null, cancellation);
            for (int i = 0; i < chunk; i++)
            {
                predictions[start + i] = Model.Answer(i);
                CopyLogits(i, start + i, logits);
            }
        }
    }

    /// <summary>Answers for a batch by a deadline: before the engine goes on to the next answer it asks whether that would come in time.</summary>
    /// <param name="samples">[count, C, H, W], preprocessed, row-major.</param>
    /// <param name="count">Samples, at least 1.</param>
    /// <param name="deadline">When all answers must be there.</param>
    /// <param name="profile">What answers take here: <see cref="Profile"/> of calls of that batch or a larger one.</param>
    /// <param name="predictions">Receives one answer for each.</param>
    /// <param name="logits">Receives the output <c>logits</c>, [count, classes], but for samples that are refused; empty (the default) for nothing.</param>
    /// <param name="deepest">The last answer to go on to, 0-based: an exit, or a unit among all that may halt.</param>
    /// <param name="cancellation">Asked before each segment of the network.</param>
    /// <exception cref="OperationCanceledException">It was set: deeper segments have not run, and what was received is not to be used.</exception>
    /// <exception cref="ArgumentException">Lengths do not fit, or the profile is of a model with other answers or of fewer samples.</exception>
    /// <exception cref="InvalidOperationException">The model has no plan, or its answers come neither from exits nor from units that halt.</exception>
    public void Predict(
        ReadOnlySpan<float> samples, int count, Deadline deadline, DeadlineProfile profile, Span<TimedPrediction> predictions, Span<float> logits = default, int deepest = int.MaxValue,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var watch = Watch;
        CheckSamples(samples, count);
        CheckLogits(logits, count);
        ArgumentOutOfRangeException.ThrowIfLessThan(predictions.Length, count, nameof(predictions));
        CheckProfile(profile, count);
        long first = Deadline.Ticks(profile.AnswerMs[0]);
        for (int start = 0; start < count; start += Model.ChunkSize)
        {
            int chunk = Math.Min(Model.ChunkSize, count - start);
            long later = first * (count - start - chunk) / count; // the chunks behind this one must come to their first answers, too
            if ((first * chunk / count) + later > deadline.Timestamp - Stopwatch.GetTimestamp())
            {
                predictions[start..count].Fill(TimedPrediction.Refused);
                return;
            }

            watch.Keep(new Deadline(deadline.Timestamp - later), profile, deepest);
            Model.Run(samples.Slice(start * SampleLength, chunk * SampleLength), chunk, watch, cancellation);
            for (int i = 0; i < chunk; i++)
            {
                CopyLogits(i, start + i, logits);
                predictions[start + i] = Model.TimedAnswer(i, watch);
            }
        }
    }

    /// <summary>Answers for one sample, exit by exit: each answer is there as soon as its exit is passed, and the last is the one that <c>Predict</c> gives.</summary>
    /// <param name="sample">[C, H, W], preprocessed, row-major; read when the loop over the answers begins.</param>
    /// <param name="deadline">When the last answer must be there; null for as long as it takes.</param>
    /// <param name="profile">What answers take here, beside a deadline: <see cref="Profile"/>.</param>
    /// <param name="deepest">The last answer to go on to, 0-based: an exit, or a unit among all that may halt.</param>
    /// <param name="cancellation">Asked before each segment of the network.</param>
    /// <returns>
    /// The answers, shallow to deep; a model without early exits has one. They are computed while the loop over them goes on: who leaves it has ended the work, and who begins it again
    /// runs the network again. The session answers nobody else within the loop.
    /// </returns>
    /// <exception cref="OperationCanceledException">It was set; deeper segments have not run.</exception>
    /// <exception cref="ArgumentException">The length does not fit, there is a deadline without a profile, or the profile is of a model with other answers.</exception>
    /// <exception cref="InvalidOperationException">The graph has no plan that names its outputs, cannot be cut short by a deadline or a limit, or the session was asked something else within the loop.</exception>
    public IEnumerable<AnytimeAnswer> PredictAnytime(
        ReadOnlyMemory<float> sample, Deadline? deadline = null, DeadlineProfile? profile = null, int deepest = int.MaxValue, CancellationToken cancellation = default)
    {
        CheckSamples(sample.Span, count: 1);
        if (deadline is not null && profile is null)
            throw new ArgumentException("profile: expected one beside a deadline, got none", nameof(profile));
        if (profile is not null)
            CheckProfile(profile, count: 1);
        if (deepest != int.MaxValue)
            _ = Watch; // what has none is not cut short
        return Model.RunFromExitToExit(sample, deadline ?? Deadline.Never, profile, deepest, cancellation);
    }

    /// <summary>Measures what answers take here: every one is asked for in turn, from the first to the last, again and again, in five rounds whose median counts.</summary>
    /// <param name="samples">[count, C, H, W], preprocessed, row-major: one call.</param>
    /// <param name="count">Samples of a call, at least 1 and no more than the engine takes at once.</param>
    /// <param name="calls">Calls for each answer, at least 1; as many as fit into a second warm up before, while the runtime replaces compiled methods by better ones.</param>
    /// <param name="quantile">Share of the calls that are to be no slower, in (0, 1).</param>
    /// <param name="machine">What to call the processor.</param>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    /// <exception cref="InvalidOperationException">The model has no plan, or its answers come neither from exits nor from units that halt.</exception>
    public DeadlineProfile Profile(ReadOnlySpan<float> samples, int count, int calls, double quantile, string machine)
    {
        var watch = Watch;
        CheckSamples(samples, count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Model.ChunkSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(calls, 1);
        if (quantile is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "profile: expected a quantile in (0, 1)");
        double[][] answers = [.. Enumerable.Range(0, watch.Answers).Select(_ => new double[calls])];
        double[][] next = [.. Enumerable.Range(1, watch.Answers - 1).Select(_ => new double[calls])];
        long warm = Stopwatch.GetTimestamp() + Deadline.Ticks(WarmUpMs);
        for (int call = -1; call < calls; call += call < 0 && Stopwatch.GetTimestamp() < warm ? 0 : 1)
        {
            for (int answer = 0; answer < watch.Answers; answer++)
            {
                watch.Force(answer);
                long start = Stopwatch.GetTimestamp();
                Model.Run(samples, count, watch, CancellationToken.None);
                Model.Answer(0);
                long end = Stopwatch.GetTimestamp();
                if (call < 0)
                    continue;
                answers[answer][call] = Stopwatch.GetElapsedTime(start, end).TotalMilliseconds;
                if (answer > 0)
                    next[answer - 1][call] = Stopwatch.GetElapsedTime(watch.DecidedAt[answer - 1], end).TotalMilliseconds;
            }
        }

        return new DeadlineProfile(machine, count, quantile, [.. answers.Select(Worst)], [.. next.Select(Worst)]);

        // The median of rounds: what disturbed one of them, such as another process that starts, is not the machine's usual tail.
        double Worst(double[] times) => At([.. times.Chunk((calls + ProfileRounds - 1) / ProfileRounds).Select(round => At(round, quantile))], 0.5);

        static double At(double[] times, double share)
        {
            Array.Sort(times);
            return times[Math.Min(times.Length - 1, (int)Math.Ceiling(share * times.Length) - 1)];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, HostTensor> Run(IReadOnlyDictionary<string, HostTensor> feeds, IReadOnlyList<string> outputs)
    {
        int count = FeedValidator.Validate(_graph, feeds);
        FeedValidator.ValidateOutputs(_graph, outputs);
        if (_graph.Inputs.FirstOrDefault(input => !feeds.ContainsKey(input.Name)) is { } missing)
            throw new ArgumentException($"input '{missing.Name}': expected a tensor {missing.Shape}, got none", nameof(feeds));
        TensorInfo[] declared = [.. feeds.Select(feed => Declare(feed.Key, feed.Value))];
        var results = outputs.Distinct().Where(name => _graph.IsConstant(name) && !feeds.ContainsKey(name)).ToDictionary(name => name, name => _graph.Constant(name).Copy());
        outputs = [.. outputs.Distinct().Where(name => !results.ContainsKey(name))];
        if (outputs.Count == 0)
            return results;
        var compiled = Compile(declared, outputs);
        foreach (string output in outputs)
            results[output] = Allocate(_graph.Tensor(output), count);
        int chunkSize = Math.Min(compiled.ChunkSize, (count + _threads - 1) / _threads); // work for every thread
        Parallel.For(0, (count + chunkSize - 1) / chunkSize, new ParallelOptions { MaxDegreeOfParallelism = _threads }, chunk =>
            RunChunk(compiled, feeds, results, outputs, chunk * chunkSize, Math.Min(chunkSize, count - (chunk * chunkSize))));
        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => _compiled.Clear();

    private ModelRun Model => _model ?? throw new InvalidOperationException($"{_graph.Source}: expected a plan, got none");

    private RunWatch Watch => _model?.Watch ?? throw new InvalidOperationException($"{_graph.Source}: expected a model of exits or of units that halt, got {(_model is null ? "no plan" : "another")}");

    private void CheckProfile(DeadlineProfile profile, int count)
    {
        int answers = Watch.Answers;
        if (profile.AnswerMs.Count != answers || profile.NextMs.Count != answers - 1)
            throw new ArgumentException($"profile: expected {answers} answers, got {profile.AnswerMs.Count}", nameof(profile));
        if (profile.Batch < count)
            throw new ArgumentException($"profile: expected one of calls of {count} samples, got {profile.Batch}", nameof(profile));
    }

    private void CheckLogits(ReadOnlySpan<float> logits, int count)
    {
        int classes = Model.Classes;
        if (logits.Length != 0 && logits.Length != count * classes)
            throw new ArgumentException($"logits: expected {count * classes} for {count} samples of {classes} classes, got {logits.Length}", nameof(logits));
    }

    private void CopyLogits(int sample, int place, Span<float> logits)
    {
        if (logits.Length > 0)
            Model.Logits(sample).CopyTo(logits[(place * Model.Classes)..]);
    }

    private void RunChunk(
        CompiledGraph compiled, IReadOnlyDictionary<string, HostTensor> feeds, Dictionary<string, HostTensor> results,
        IReadOnlyList<string> outputs, int start, int count)
    {
        if (!_workspaces[compiled].TryTake(out var workspace))
            workspace = new Workspace(compiled);
        foreach (var layout in compiled.Feeds)
            TensorCopy.Write(workspace, layout, feeds[layout.Info.Name], start, count);
        workspace.Run(count);
        for (int o = 0; o < outputs.Count; o++)
            TensorCopy.Read(workspace, compiled.Outputs[o], results[outputs[o]], start, count);
        _workspaces[compiled].Add(workspace);
    }

    private CompiledGraph Compile(IReadOnlyList<TensorInfo> feeds, IReadOnlyList<string> outputs)
    {
        string key = string.Join('|', feeds.Select(feed => feed.ToString()).Order(StringComparer.Ordinal)) + "->" + string.Join('|', outputs);
        if (!_compiled.TryGetValue(key, out var compiled))
        {
            _compiled[key] = compiled = GraphCompiler.Compile(_graph, feeds, outputs);
            _workspaces[compiled] = [];
        }

        return compiled;
    }

    // A threshold may come as one for all samples or as one for each: compiled as one for each.
    private TensorInfo Declare(string name, HostTensor value)
    {
        var expected = _graph.Tensor(name);
        if (!_graph.IsConstant(name))
            return expected;
        return value.Shape is [1] or [_, 1]
            ? new TensorInfo(name, expected.ElementType, TensorShape.Of(TensorShape.Batch, 1))
            : throw new ArgumentException($"feed '{name}': expected a threshold, [1] or [N, 1], got [{string.Join(", ", value.Shape)}]");
    }

    private void CheckSamples(ReadOnlySpan<float> samples, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (samples.Length != (long)count * SampleLength)
        {
            throw new ArgumentException(
                $"input '{_graph.Inputs[0].Name}': expected {(long)count * SampleLength} floats for {count} x {_graph.Inputs[0].Shape}, got {samples.Length}",
                nameof(samples));
        }
    }

    private static HostTensor Allocate(TensorInfo info, int count)
    {
        int[] shape = info.Shape.WithBatch(count);
        int length = shape.Aggregate(1, (product, size) => checked(product * size));
        return info.ElementType switch
        {
            ElementType.Float32 => HostTensor.Of(new float[length], shape),
            ElementType.Int64 => HostTensor.Of(new long[length], shape),
            _ => HostTensor.Of(new bool[length], shape),
        };
    }
}
