using Microsoft.ML.OnnxRuntime;

namespace Ponder.OnnxRuntime;

/// <summary>One run of a file with fixed inputs, to be timed. Made by <see cref="OnnxRuntimeFile.Prepare"/>.</summary>
public sealed class OnnxRuntimeCall : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions;
    private readonly OrtIoBinding _binding;
    private readonly IReadOnlyDictionary<string, OrtValue> _feeds;

    internal OnnxRuntimeCall(InferenceSession session, RunOptions runOptions, IReadOnlyDictionary<string, OrtValue> feeds)
    {
        (_session, _runOptions, _feeds) = (session, runOptions, feeds);
        _binding = session.CreateIoBinding();
        foreach (var (name, value) in feeds)
            _binding.BindInput(name, value);
        foreach (string output in session.OutputNames)
            _binding.BindOutputToDevice(output, OrtMemoryInfo.DefaultInstance); // sizes may differ from run to run
    }

    /// <summary>Runs the file.</summary>
    public void Run() => _session.RunWithBinding(_runOptions, _binding);

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        foreach (var feed in _feeds.Values)
            feed.Dispose();
    }
}
