using System.Collections.Concurrent;
using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Inference.Steps;
using Ponder.Kernels;

namespace Ponder.Inference;

/// <summary>A model ready to run: computes for each sample only what its own decisions ask for.</summary>
/// <remarks>
/// Answers are bit-identical whatever batch a sample rides in and however many threads work. One call at a time per
/// session; sessions are independent. No allocation in <see cref="Predict"/> with one thread once warm.
/// </remarks>
public sealed class InferenceSession : IPredictor
{
    private readonly GatedGraph _graph;
    private readonly int _threads;
    private readonly Dictionary<string, CompiledGraph> _compiled = [];
    private readonly Dictionary<CompiledGraph, ConcurrentBag<Workspace>> _workspaces = [];
    private readonly CompiledGraph? _model;
    private readonly Workspace? _workspace;
    private readonly int _exits;

    private InferenceSession(GatedGraph graph, int threads)
    {
        (_graph, _threads) = (graph, threads);
        if (graph.Inputs.Count == 0)
            throw new UnsupportedOperatorException(graph.Source, ["expected an input, got none"]);
        SampleLength = (int)graph.Inputs[0].Shape.SampleLength;
        _exits = graph.Plan?.ExitNames.Count ?? 0;
        if (graph.Plan is null)
            return;
        _model = Compile(graph.Inputs, [EarlyExitConstants.Logits, EarlyExitConstants.Exit, EarlyExitConstants.Confidence]);
        _workspace = new Workspace(_model);
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

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> samples, int count, Span<Prediction> predictions)
    {
        if (_model is null || _workspace is null)
            throw new InvalidOperationException($"{_graph.Source}: expected a plan, got none");
        CheckSamples(samples, count);
        ArgumentOutOfRangeException.ThrowIfLessThan(predictions.Length, count, nameof(predictions));
        for (int start = 0; start < count; start += _model.ChunkSize)
        {
            int chunk = Math.Min(_model.ChunkSize, count - start);
            Feed(_workspace, _model.Feeds[0], samples.Slice(start * SampleLength, chunk * SampleLength), chunk);
            _workspace.Run(chunk);
            for (int i = 0; i < chunk; i++)
            {
                long exit = _workspace.Sample<long>(_model.Outputs[1], i)[0];
                if (exit < 0 || exit >= _exits)
                    throw new ModelFormatException(_graph.Source, $"output 'exit': expected 0 to {_exits - 1}, got {exit}");
                predictions[start + i] = new Prediction(
                    RowOperators.ArgMax(_workspace.Sample<float>(_model.Outputs[0], i)), (int)exit,
                    _workspace.Sample<float>(_model.Outputs[2], i)[0], _workspace.Spent(i));
            }
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
        int chunks = (count + compiled.ChunkSize - 1) / compiled.ChunkSize;
        Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = _threads }, chunk =>
            RunChunk(compiled, feeds, results, outputs, chunk * compiled.ChunkSize, count));
        return results;
    }

    /// <inheritdoc/>
    public void Dispose() => _compiled.Clear();

    private void RunChunk(
        CompiledGraph compiled, IReadOnlyDictionary<string, HostTensor> feeds, Dictionary<string, HostTensor> results,
        IReadOnlyList<string> outputs, int start, int count)
    {
        if (!_workspaces[compiled].TryTake(out var workspace))
            workspace = new Workspace(compiled);
        int chunk = Math.Min(compiled.ChunkSize, count - start);
        foreach (var layout in compiled.Feeds)
            FeedTensor(workspace, layout, feeds[layout.Info.Name], start, chunk);
        workspace.Run(chunk);
        for (int o = 0; o < outputs.Count; o++)
            TensorCopy.Read(workspace, compiled.Outputs[o], results[outputs[o]], start, chunk);
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

    private static void FeedTensor(Workspace workspace, TensorLayout layout, HostTensor value, int start, int count)
    {
        int length = layout.SampleLength;
        if (value.ElementType == ElementType.Boolean)
            Feed<bool>(workspace, layout, value.Booleans.Slice(start * length, count * length), count);
        else if (value.ElementType == ElementType.Int64)
            Feed<long>(workspace, layout, value.Int64s.Slice(start * length, count * length), count);
        else if (value.Length == 1 && length == 1)
            workspace.All<float>(layout)[..count].Fill(value.Floats[0]); // one threshold for all
        else
            Feed<float>(workspace, layout, value.Floats.Slice(start * length, count * length), count);
    }

    private static void Feed<T>(Workspace workspace, TensorLayout layout, ReadOnlySpan<T> values, int count)
    {
        int length = layout.SampleLength;
        for (int i = 0; i < count; i++)
        {
            var sample = values.Slice(i * length, length);
            if (layout.IsImage)
                ImageCopy.ToPixels(layout, sample, workspace.Sample<T>(layout, i));
            else
                sample.CopyTo(workspace.Sample<T>(layout, i));
        }
    }
}
