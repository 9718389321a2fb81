using Ponder.Graph;

namespace Ponder.Cli.Exporting;

/// <summary>What was exported, as somebody else would run it.</summary>
internal interface IExportedModel : IDisposable
{
    /// <summary>Runs a batch.</summary>
    /// <param name="feeds">The model's input, and thresholds by name.</param>
    /// <returns>All outputs by name.</returns>
    IReadOnlyDictionary<string, HostTensor> Run(IReadOnlyDictionary<string, HostTensor> feeds);
}
