using Microsoft.ML.OnnxRuntime;
using Ponder.Graph;

namespace Ponder.OnnxRuntime;

/// <summary>Runs a graph densely on ONNX Runtime: both sides of every gate are computed.</summary>
/// <remarks>Each set of feeds and outputs that differs from the file's own gets a session of its own, cut out of the graph.</remarks>
/// <param name="graph">The graph; its constants are read when a set of feeds and outputs is first run.</param>
/// <param name="options">Null for one thread.</param>
public sealed class OnnxRuntimeExecutor(GatedGraph graph, OnnxRuntimeOptions? options = null) : IGraphExecutor
{
    private readonly int _threads = (options ?? new OnnxRuntimeOptions()).Threads;
    private readonly Dictionary<string, InferenceSession> _sessions = [];

    /// <inheritdoc/>
    public string Name => "ort";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, HostTensor> Run(
        IReadOnlyDictionary<string, HostTensor> feeds, IReadOnlyList<string> outputs)
    {
        ArgumentNullException.ThrowIfNull(feeds);
        ArgumentNullException.ThrowIfNull(outputs);
        Check(feeds, outputs);
        var session = Session(feeds.Keys, outputs);
        string[] names = [.. feeds.Keys.Where(name =>
            session.InputMetadata.ContainsKey(name) || session.OverridableInitializerMetadata.ContainsKey(name))];
        string[] asked = [.. outputs.Distinct()];
        using var inputs = new DisposableList<OrtValue>(names.Select(name => OrtTensors.Wrap(feeds[name])));
        using var runOptions = new RunOptions();
        using var results = session.Run(runOptions, names, inputs, asked);
        return asked.Zip(results).ToDictionary(pair => pair.First, pair => OrtTensors.Copy(pair.Second));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in _sessions.Values)
            session.Dispose();
        _sessions.Clear();
    }

    private InferenceSession Session(IEnumerable<string> feeds, IReadOnlyList<string> outputs)
    {
        // A declared threshold is fed as it is; any other tensor must become an input first.
        string[] overridden = [.. feeds.Except(graph.Inputs.Select(input => input.Name)).Except(graph.OptionalInputs)];
        bool isWhole = overridden.Length == 0 && outputs.All(graph.Outputs.Contains);
        string key = isWhole ? "" : string.Join('|', overridden.Order(StringComparer.Ordinal)) + "->" + string.Join('|', outputs);
        if (!_sessions.TryGetValue(key, out var session))
        {
            var part = isWhole ? graph : GraphCutter.Extract(graph, [.. outputs.Distinct()], overridden);
            _sessions[key] = session = SessionFactory.Open(part, _threads);
        }

        return session;
    }

    private void Check(IReadOnlyDictionary<string, HostTensor> feeds, IReadOnlyList<string> outputs)
    {
        if (outputs.FirstOrDefault(output => !graph.Contains(output)) is { } unknown)
            throw new ArgumentException($"output '{unknown}' is not in {graph.Source}", nameof(outputs));
        if (graph.Inputs.FirstOrDefault(input => !feeds.ContainsKey(input.Name)) is { } missing)
            throw new ArgumentException($"input '{missing.Name}': expected a tensor {missing.Shape}, got none", nameof(feeds));
        foreach (var (name, value) in feeds)
        {
            if (!graph.Contains(name))
                throw new ArgumentException($"feed '{name}' is not in {graph.Source}", nameof(feeds));
            var expected = graph.Tensor(name);
            bool fits = value.ElementType == expected.ElementType && (graph.IsConstant(name)
                ? value.Length > 0
                : value.Shape.Count == expected.Shape.Rank && value.Shape[0] > 0 && value.Shape.SequenceEqual(expected.Shape.WithBatch(value.Shape[0])));
            if (!fits)
            {
                throw new ArgumentException(
                    $"feed '{name}': expected {expected.ElementType} {expected.Shape}, got {value.ElementType} [{string.Join(", ", value.Shape)}]",
                    nameof(feeds));
            }
        }
    }
}
