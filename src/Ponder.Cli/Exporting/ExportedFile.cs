using Ponder.Graph;
using Ponder.OnnxRuntime;

namespace Ponder.Cli.Exporting;

/// <summary>An export of one file.</summary>
internal sealed class ExportedFile(byte[] bytes, string name) : IExportedModel
{
    private readonly OnnxRuntimeFile _file = new(bytes, name);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, HostTensor> Run(IReadOnlyDictionary<string, HostTensor> feeds) => _file.Run(feeds);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
