namespace Ponder.Training.Objectives;

/// <summary>Metrics of a bag of answers.</summary>
internal static class BagReward
{
    /// <summary>The harmonic mean of precision and recall of the class of index 1 of two; 1 where there is nothing to find and nothing was found.</summary>
    /// <param name="answers">Class answered, one per sample.</param>
    /// <param name="labels">Right class, one per sample.</param>
    public static double F1(ReadOnlySpan<int> answers, ReadOnlySpan<int> labels)
    {
        int hits = 0, found = 0, there = 0;
        for (int i = 0; i < answers.Length; i++)
        {
            found += answers[i];
            there += labels[i];
            hits += answers[i] & labels[i];
        }

        return found + there == 0 ? 1 : 2.0 * hits / (found + there);
    }
}
