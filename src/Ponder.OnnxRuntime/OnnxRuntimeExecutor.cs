using Microsoft.ML.OnnxRuntime;
using Ponder.Graph;

namespace Ponder.OnnxRuntime;

/// <summary>Runs a graph densely on ONNX Runtime: both sides of every gate are computed.</summary>
/// <remarks>
/// Runs the graph as it was when the executor was made. Each set of feeds and outputs that differs from the file's own
/// gets a session of its own, cut out of the graph. Thread-safe, but for disposing.
/// </remarks>
public sealed class OnnxRuntimeExecutor : IGraphExecutor
{
    private readonly GatedGraph _graph;
    private readonly HashSet<string> _declaredInputs;
    private readonly HashSet<string> _declaredOutputs;
    private readonly int _threads;
    private readonly RunOptions _runOptions = new();
    private readonly Dictionary<string, InferenceSession> _sessions = [];
    private readonly Lock _lock = new();

    /// <summary>Makes an executor; sessions open when they are first needed.</summary>
    /// <param name="graph">The graph. It is copied: sessions that open later must not see other constants than the first.</param>
    /// <param name="options">Null for one thread.</param>
    public OnnxRuntimeExecutor(GatedGraph graph, OnnxRuntimeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        _threads = (options ?? new OnnxRuntimeOptions()).Threads;
        ArgumentOutOfRangeException.ThrowIfLessThan(_threads, 1, nameof(options));
        _graph = graph.Clone();
        _declaredInputs = [.. graph.Inputs.Select(input => input.Name), .. graph.OptionalInputs];
        _declaredOutputs = [.. graph.Outputs];
    }

    /// <inheritdoc/>
    public string Name => "ort";

    /// <inheritdoc/>
    /// <exception cref="ModelFormatException">ONNX Runtime does not take the graph.</exception>
    /// <exception cref="NotSupportedException">An output is neither float32 nor int64 nor bool.</exception>
    public IReadOnlyDictionary<string, HostTensor> Run(
        IReadOnlyDictionary<string, HostTensor> feeds, IReadOnlyList<string> outputs)
    {
        FeedValidator.Validate(_graph, feeds);
        FeedValidator.ValidateOutputs(_graph, outputs);
        var results = new Dictionary<string, HostTensor>();
        var computed = new List<string>();
        foreach (string output in outputs.Distinct())
        {
            if (feeds.TryGetValue(output, out var fed))
                results[output] = fed.Copy();
            else if (_graph.IsConstant(output))
                results[output] = _graph.Constant(output).Copy();
            else
                computed.Add(output);
        }

        if (computed.Count > 0)
            Compute(Session(feeds.Keys, computed), feeds, computed, results);
        return results;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in _sessions.Values)
            session.Dispose();
        _sessions.Clear();
        _runOptions.Dispose();
    }

    private void Compute(
        InferenceSession session, IReadOnlyDictionary<string, HostTensor> feeds, List<string> outputs, Dictionary<string, HostTensor> results)
    {
        if (session.InputMetadata.Keys.FirstOrDefault(input => !feeds.ContainsKey(input)) is { } missing)
            throw new ArgumentException($"input '{missing}': expected {_graph.Tensor(missing).Shape}, got none", nameof(feeds));
        string[] names = [.. feeds.Keys.Where(name =>
            session.InputMetadata.ContainsKey(name) || session.OverridableInitializerMetadata.ContainsKey(name))];
        using var inputs = new DisposableList<OrtValue>(names.Select(name => OrtTensors.Wrap(feeds[name])));
        using var values = session.Run(_runOptions, names, inputs, outputs);
        for (int i = 0; i < outputs.Count; i++)
            results[outputs[i]] = OrtTensors.Copy(outputs[i], values[i]);
    }

    private InferenceSession Session(IEnumerable<string> feeds, List<string> outputs)
    {
        // A declared threshold is fed as it is; any other tensor must become an input first.
        string[] overridden = [.. feeds.Where(feed => !_declaredInputs.Contains(feed)).Order(StringComparer.Ordinal)];
        bool isWhole = overridden.Length == 0 && outputs.All(_declaredOutputs.Contains);
        string key = isWhole ? "" : $"{string.Join('|', overridden)}->{string.Join('|', outputs.Order(StringComparer.Ordinal))}";
        lock (_lock)
        {
            if (!_sessions.TryGetValue(key, out var session))
            {
                var part = isWhole ? _graph : GraphCutter.Extract(_graph, outputs, overridden);
                _sessions[key] = session = SessionFactory.Open(part, _threads);
            }

            return session;
        }
    }
}
