using Microsoft.ML.OnnxRuntime;
using Ponder.Graph;

namespace Ponder.OnnxRuntime;

/// <summary>Any ONNX file as it is, also one that Ponder does not read, on ONNX Runtime. Thread-safe, but for disposing.</summary>
public sealed class OnnxRuntimeFile : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private readonly string _source;

    /// <summary>Opens a file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="source">Its name for messages.</param>
    /// <param name="threads">Threads of one operator, at least 1.</param>
    /// <exception cref="ModelFormatException">ONNX Runtime does not take it.</exception>
    public OnnxRuntimeFile(byte[] bytes, string source, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _source = source;
        _session = SessionFactory.Open(bytes, source, threads);
    }

    /// <summary>Names of the file's outputs.</summary>
    public IReadOnlyList<string> Outputs => _session.OutputNames;

    /// <summary>Runs the whole file.</summary>
    /// <param name="feeds">Tensors by name; those that the file does not take are left out.</param>
    /// <returns>All outputs by name.</returns>
    /// <exception cref="ModelFormatException">ONNX Runtime does not take the feeds.</exception>
    public IReadOnlyDictionary<string, HostTensor> Run(IReadOnlyDictionary<string, HostTensor> feeds)
    {
        string[] names = Taken(feeds);
        using var inputs = new DisposableList<OrtValue>(names.Select(name => OrtTensors.Wrap(feeds[name])));
        try
        {
            using var values = _session.Run(_runOptions, names, inputs, _session.OutputNames);
            return _session.OutputNames.Select((name, i) => (name, OrtTensors.Copy(name, values[i]))).ToDictionary(pair => pair.name, pair => pair.Item2);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ModelFormatException(_source, $"ONNX Runtime does not run it: {error.Message}", error);
        }
    }

    /// <summary>Prepares a run that is repeated: nothing but the file's own work remains in it.</summary>
    /// <param name="feeds">Tensors by name; copied now. Those that the file does not take are left out.</param>
    /// <returns>Runs the file, and leaves its outputs where they are; the caller disposes it.</returns>
    public OnnxRuntimeCall Prepare(IReadOnlyDictionary<string, HostTensor> feeds) =>
        new(_session, _runOptions, Taken(feeds).ToDictionary(name => name, name => OrtTensors.Wrap(feeds[name])));

    /// <inheritdoc/>
    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }

    private string[] Taken(IReadOnlyDictionary<string, HostTensor> feeds) => [.. feeds.Keys.Where(name =>
        _session.InputMetadata.ContainsKey(name) || _session.OverridableInitializerMetadata.ContainsKey(name))];
}
