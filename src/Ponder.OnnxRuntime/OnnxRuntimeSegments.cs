using System.Numerics.Tensors;
using Ponder.EarlyExit;
using Ponder.Export;
using Ponder.Graph;

namespace Ponder.OnnxRuntime;

/// <summary>Runs a model on ONNX Runtime segment by segment, each on the samples that ask for it: for operators that the engine lacks.</summary>
/// <remarks>
/// Runs what <see cref="ModelExporter.Rows"/> writes. Inner tensors, and calls that override any, are computed densely. Thread-safe,
/// but for disposing.
/// </remarks>
public sealed class OnnxRuntimeSegments : IPredictor
{
    private readonly GatedGraph _graph;
    private readonly OnnxRuntimeFile _rows;
    private readonly OnnxRuntimeExecutor _dense;
    private readonly IReadOnlyList<long> _macs;

    /// <summary>Opens a model. Its weights and thresholds are read now.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">Null for one thread.</param>
    /// <exception cref="ModelFormatException">The graph cannot be cut, or ONNX Runtime does not take it.</exception>
    public OnnxRuntimeSegments(GatedGraph graph, OnnxRuntimeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        options ??= new OnnxRuntimeOptions();
        _graph = graph.Clone();
        _rows = new OnnxRuntimeFile(ModelExporter.Rows(graph), graph.Source, options.Threads);
        _dense = new OnnxRuntimeExecutor(graph, options);
        _macs = graph.Plan is null ? [] : ExitCosts.Of(graph).Macs;
    }

    /// <inheritdoc/>
    public string Name => "ort";

    /// <inheritdoc/>
    public int SampleLength => (int)_graph.Inputs[0].Shape.SampleLength;

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> samples, int count, Span<Prediction> predictions)
    {
        if (_graph.Plan is null)
            throw new InvalidOperationException($"{_graph.Source}: expected a plan, got none");
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(samples.Length, (long)count * SampleLength, nameof(samples));
        ArgumentOutOfRangeException.ThrowIfLessThan(predictions.Length, count, nameof(predictions));
        var input = _graph.Inputs[0];
        var answers = _rows.Run(new Dictionary<string, HostTensor> { [input.Name] = HostTensor.Of(samples.ToArray(), input.Shape.WithBatch(count)) });
        var logits = answers[EarlyExitConstants.Logits];
        var (exits, confidences) = (answers[EarlyExitConstants.Exit], answers[EarlyExitConstants.Confidence]);
        int classes = logits.Length / count;
        for (int i = 0; i < count; i++)
        {
            int exit = (int)exits.Int64s[i];
            var row = logits.Floats.Slice(i * classes, classes);
            predictions[i] = new Prediction(TensorPrimitives.IndexOfMax(row), exit, confidences.Floats[i], _macs[exit]);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, HostTensor> Run(IReadOnlyDictionary<string, HostTensor> feeds, IReadOnlyList<string> outputs)
    {
        ArgumentNullException.ThrowIfNull(feeds);
        ArgumentNullException.ThrowIfNull(outputs);
        bool isOwn = outputs.All(_graph.Outputs.Contains) && feeds.All(feed =>
            _graph.Inputs.Any(input => input.Name == feed.Key) || (_graph.OptionalInputs.Contains(feed.Key) && feed.Value.Length == 1));
        if (!isOwn)
            return _dense.Run(feeds, outputs);
        FeedValidator.Validate(_graph, feeds);
        var answers = _rows.Run(feeds);
        return outputs.Distinct().ToDictionary(output => output, output => answers[output]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _dense.Dispose();
    }
}
