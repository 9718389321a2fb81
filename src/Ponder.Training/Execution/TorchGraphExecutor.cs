using Ponder.Graph;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Execution;

/// <summary>Runs a graph on TorchSharp as training sees it, without gradients. Both sides of every gate are computed.</summary>
/// <param name="graph">The graph; its constants are read now.</param>
public sealed class TorchGraphExecutor(GatedGraph graph) : IGraphExecutor
{
    private readonly TorchGraph _torch = new(graph);

    /// <inheritdoc/>
    public string Name => "torch";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, HostTensor> Run(
        IReadOnlyDictionary<string, HostTensor> feeds, IReadOnlyList<string> outputs)
    {
        FeedValidator.Validate(graph, feeds);
        FeedValidator.ValidateOutputs(graph, outputs);
        if (graph.Inputs.FirstOrDefault(input => !feeds.ContainsKey(input.Name)) is { } missing)
            throw new ArgumentException($"input '{missing.Name}': expected a tensor {missing.Shape}, got none", nameof(feeds));
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var results = _torch.Run(feeds.ToDictionary(feed => feed.Key, feed => TorchTensors.FromHost(feed.Value)), outputs);
        return results.ToDictionary(result => result.Key, result => TorchTensors.ToHost(result.Value));
    }

    /// <inheritdoc/>
    public void Dispose() => _torch.Dispose();
}
