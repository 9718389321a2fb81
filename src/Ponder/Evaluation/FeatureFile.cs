using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Ponder.Graph;

namespace Ponder.Evaluation;

/// <summary>An inner tensor of a network for all samples of a split, computed once and kept in a file: what layers behind it are trained with.</summary>
/// <remarks>float32, little endian, one sample behind the other. Thread-safe.</remarks>
public sealed class FeatureFile : ISampleSource, IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly int[] _labels;

    private FeatureFile(string path, IReadOnlyList<int> shape, int[] labels)
    {
        (SampleShape, SampleLength, _labels) = (shape, shape.Aggregate(1, (length, size) => length * size), labels);
        _file = File.OpenHandle(path);
    }

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <inheritdoc/>
    public IReadOnlyList<int> SampleShape { get; }

    /// <inheritdoc/>
    public int SampleLength { get; }

    /// <summary>Computes the tensor, or takes the file when it is there and whole.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="executor">Runs that graph.</param>
    /// <param name="samples">At least one sample.</param>
    /// <param name="tensor">An inner tensor with a batch.</param>
    /// <param name="path">The file; written whole or not at all. Whoever changes the network or the samples takes another.</param>
    /// <param name="options">Batch size and progress; null for the defaults.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FeatureFile Record(
        GatedGraph graph, IGraphExecutor executor, ISampleSource samples, string tensor, string path,
        EvaluationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(samples);
        int[] shape = [.. graph.Tensor(tensor).Shape.Dimensions.Skip(1)];
        int[] labels = [.. Enumerable.Range(0, samples.Count).Select(samples.Label)];
        long length = sizeof(float) * graph.Tensor(tensor).Shape.SampleLength * samples.Count;
        if (!File.Exists(path) || new FileInfo(path).Length != length)
            Write(graph, executor, samples, tensor, path, options ?? new EvaluationOptions(), cancellationToken);
        return new FeatureFile(path, shape, labels);
    }

    /// <inheritdoc/>
    public void Read(int index, Span<float> destination)
    {
        var bytes = MemoryMarshal.AsBytes(destination[..SampleLength]);
        long at = (long)index * bytes.Length;
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(_file, bytes, at);
            if (read == 0)
                throw new EndOfStreamException($"features: expected {bytes.Length} bytes more at {at}, got none");
            bytes = bytes[read..];
            at += read;
        }
    }

    /// <inheritdoc/>
    public int Label(int index) => _labels[index];

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static void Write(
        GatedGraph graph, IGraphExecutor executor, ISampleSource samples, string tensor, string path,
        EvaluationOptions options, CancellationToken cancellationToken)
    {
        string partial = path + ".partial";
        try
        {
            using (var file = File.Create(partial))
            {
                foreach (var batch in SampleBatches.Of(graph, samples, options))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var features = executor.Run(batch.Feeds, [tensor])[tensor].Floats;
                    file.Write(MemoryMarshal.AsBytes(features[..(features.Length / batch.Feeds[graph.Inputs[0].Name].Shape[0] * batch.Count)]));
                }
            }

            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial); // nothing is left of it but after a failure
        }
    }
}
