using Ponder.Serving.Models;
using Ponder.Serving.Operation;

namespace Ponder.Serving.Rest;

/// <summary>What a model has done since it was loaded.</summary>
/// <param name="Name">The model.</param>
/// <param name="Version">Its version.</param>
/// <param name="InferenceCount">Samples answered.</param>
/// <param name="ExecutionCount">Runs of the engine.</param>
/// <param name="InferenceStats">Times in nanoseconds.</param>
/// <param name="CutShort">Samples that a deadline made leave; ours, not the protocol's.</param>
/// <param name="Macs">Multiply-adds spent; ours.</param>
/// <param name="Exits">Samples by the exit that they took; ours.</param>
/// <param name="Drift">How far exits have drifted from calibration; null before a thousand samples, or where the model was not calibrated; ours.</param>
/// <param name="ConfidenceDrift">How far the confidence of answers has drifted from calibration, negative where they are less sure; null as <paramref name="Drift"/>; ours.</param>
internal sealed record ModelCounts(
    string Name, string Version, long InferenceCount, long ExecutionCount, ModelCounts.Times InferenceStats, long CutShort, long Macs, Dictionary<string, long> Exits,
    ModelCounts.Drifting? Drift, ModelCounts.Drifting? ConfidenceDrift)
{
    private const int NanosecondsPerTick = 100;

    /// <summary>The counts of a model.</summary>
    public static ModelCounts Of(ServedModel model)
    {
        var counts = model.Statistics;
        return new ModelCounts(
            model.Name, ServedModel.Version, counts.Samples, counts.Executions,
            new Times(
                new Duration(counts.Succeeded, (counts.Queue + counts.Compute).Ticks * NanosecondsPerTick), new Duration(counts.Failed, 0),
                new Duration(counts.Succeeded, counts.Queue.Ticks * NanosecondsPerTick), new Duration(counts.Executions, counts.Compute.Ticks * NanosecondsPerTick)),
            counts.CutShort, counts.Macs, model.ExitNames.Select((name, exit) => (name, Count: counts.AtExit(exit))).ToDictionary(exit => exit.name, exit => exit.Count),
            counts.Drift is { } score ? new Drifting(score, score > ExitDrift.AlertScore) : null,
            counts.ConfidenceDrift is { } distance ? new Drifting(distance, Math.Abs(distance) > Operation.ConfidenceDrift.AlertScore) : null);
    }

    /// <summary>Times by what they were spent on.</summary>
    /// <param name="Success">Answered requests.</param>
    /// <param name="Fail">Refused ones.</param>
    /// <param name="Queue">Waiting.</param>
    /// <param name="ComputeInfer">The engine.</param>
    internal sealed record Times(Duration Success, Duration Fail, Duration Queue, Duration ComputeInfer);

    /// <summary>Whether exits, or the confidence of answers, have parted from calibration.</summary>
    /// <param name="Score">How far, in standard deviations.</param>
    /// <param name="IsAlert">Whether that is more than chance.</param>
    internal sealed record Drifting(double Score, bool IsAlert);

    /// <summary>How often, and how long together.</summary>
    /// <param name="Count">How often.</param>
    /// <param name="Ns">Nanoseconds.</param>
    internal sealed record Duration(long Count, long Ns);
}
