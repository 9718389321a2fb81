using Ponder.EarlyExit;

namespace Ponder.Inference.Deadlines;

/// <summary>An answer and whether time sufficed for it.</summary>
/// <param name="Prediction">The answer; of class -1 and without confidence where it was refused.</param>
/// <param name="Outcome">What the deadline made of it.</param>
public readonly record struct TimedPrediction(Prediction Prediction, DeadlineOutcome Outcome)
{
    internal static TimedPrediction Refused => new(new Prediction(-1, 0, 0, 0), DeadlineOutcome.Refused);
}
