using Ponder.Inference.Deadlines;
using Ponder.Serving.Protocol;

namespace Ponder.Serving.Scheduling;

/// <summary>What became of a request: answers for all of its samples, or a fault.</summary>
/// <param name="Answers">One for each sample; empty beside a fault.</param>
/// <param name="Logits">[count, classes].</param>
/// <param name="Fault">Why there is no answer; null where there is.</param>
internal sealed record CallOutcome(TimedPrediction[] Answers, float[] Logits, ServingFault? Fault = null)
{
    /// <summary>Whether no deeper answer follows; null where one answer was asked for.</summary>
    public bool? IsFinal { get; init; }

    public static CallOutcome Of(ServingError error, string message) => new([], [], new ServingFault(error, message));
}
