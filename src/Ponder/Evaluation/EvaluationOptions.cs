using Ponder.Graph;

namespace Ponder.Evaluation;

/// <summary>How samples go through a model.</summary>
public sealed record EvaluationOptions
{
    private readonly int _batchSize = 100;

    /// <summary>Samples per run, at least 1. Default 100. A model with a fixed batch keeps its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int BatchSize
    {
        get => _batchSize;
        init => _batchSize = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "batch size: expected at least 1");
    }

    /// <summary>Tensors fed beside the samples, e.g. thresholds of shape [1]. Default: none.</summary>
    public IReadOnlyDictionary<string, HostTensor> Overrides { get; init; } = new Dictionary<string, HostTensor>();

    /// <summary>Told the number of samples done after each batch; null for nobody.</summary>
    public IProgress<int>? Progress { get; init; }
}
