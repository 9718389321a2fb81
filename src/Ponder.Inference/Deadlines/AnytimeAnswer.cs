using Ponder.EarlyExit;

namespace Ponder.Inference.Deadlines;

/// <summary>What an exit answers while its sample goes on, or the answer at the end of the way.</summary>
/// <param name="Prediction">The answer, and what it has cost so far; of class -1 and without confidence where it was refused.</param>
/// <param name="Logits">What it is made of, [classes]; empty where it was refused.</param>
/// <param name="Outcome">What became of the sample; null where it goes on to a deeper answer.</param>
public sealed record AnytimeAnswer(Prediction Prediction, float[] Logits, DeadlineOutcome? Outcome)
{
    /// <summary>Whether no deeper answer follows.</summary>
    public bool IsFinal => Outcome is not null;
}
