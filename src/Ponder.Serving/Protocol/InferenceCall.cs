using Ponder.Serving.Models;
using Ponder.Serving.Scheduling;

namespace Ponder.Serving.Protocol;

/// <summary>An inference request, read and checked against the model that it is for.</summary>
/// <param name="Id">What the client calls it; echoed. May be null.</param>
/// <param name="Samples">[count, C, H, W], row-major; empty as long as <see cref="Pictures"/> are not decoded.</param>
/// <param name="Count">Samples, at least 1.</param>
/// <param name="Outputs">Names of the outputs asked for, with whether each is wanted as bytes.</param>
internal sealed record InferenceCall(string? Id, float[] Samples, int Count, IReadOnlyList<(string Name, bool IsBinary)> Outputs)
{
    /// <summary>Picture files to make the samples of, one for each; empty where samples came.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pictures { get; init; } = [];

    /// <summary>How long the client waits; null for as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The last answer that its samples go on to, 0-based; the largest number for no limit.</summary>
    public int Deepest { get; init; } = int.MaxValue;

    /// <summary>What the model is to reach on its calibration split, as cheaply as it can; null for the model's own thresholds.</summary>
    public double? AccuracyTarget { get; init; }

    /// <summary>What the model's exits compare with for that, shallow to deep; null for the model's own thresholds, and before a model is chosen.</summary>
    public IReadOnlyList<float>? Thresholds { get; init; }

    /// <summary>Whether its samples leave where the model itself would not have them leave.</summary>
    public bool IsLimited => Deepest != int.MaxValue || Thresholds is not null;

    /// <summary>Whether every answer on the way is wanted, exit by exit. Of one sample.</summary>
    public bool IsAnytime { get; init; }

    /// <summary>Told of every answer on the way, from the engine's thread; null where only the last one is wanted.</summary>
    public Action<ServedModel, CallOutcome>? Passed { get; init; }

    /// <summary>The lower, the more urgent; 0 is the default, as at Triton.</summary>
    public int Priority { get; init; }
}
