namespace Ponder.Evaluation;

/// <summary>What one row of logits or probabilities says.</summary>
/// <param name="Prediction">The class, 0-based; <see cref="NoPrediction"/> where a NaN makes the row meaningless.</param>
/// <param name="Confidence">Probability of that class, in [0, 1]; 0 where it is not a number.</param>
internal readonly record struct Answer(int Prediction, float Confidence)
{
    /// <summary>Equals no label, so it always counts as wrong.</summary>
    public const int NoPrediction = -1;

    /// <summary>Reads logits.</summary>
    public static Answer OfLogits(ReadOnlySpan<float> logits)
    {
        int best = IndexOfMax(logits);
        if (best == NoPrediction)
            return new Answer(NoPrediction, 0);
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp(logit - logits[best]);
        return new Answer(best, NumberOrZero((float)(1 / sum)));
    }

    /// <summary>Entropy of the probabilities in nats; infinite where there is a NaN, as nothing is less sure.</summary>
    public static float EntropyOfLogits(ReadOnlySpan<float> logits)
    {
        int best = IndexOfMax(logits);
        if (best == NoPrediction)
            return float.PositiveInfinity;
        double sum = 0, weighted = 0;
        foreach (float logit in logits)
        {
            double below = logit - logits[best];
            double share = Math.Exp(below);
            sum += share;
            weighted += share > 0 ? share * below : 0; // -infinity has no share
        }

        return (float)(Math.Log(sum) - (weighted / sum)); // ln Z - E[z]
    }

    /// <summary>Reads probabilities.</summary>
    public static Answer OfProbabilities(ReadOnlySpan<float> probabilities)
    {
        int best = IndexOfMax(probabilities);
        return new Answer(best, best == NoPrediction ? 0 : probabilities[best]);
    }

    /// <summary>The number itself, or 0 for NaN.</summary>
    public static float NumberOrZero(float value) => float.IsNaN(value) ? 0 : value;

    /// <summary>Index of the first largest element; <see cref="NoPrediction"/> when there is a NaN or nothing.</summary>
    public static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int best = values.IsEmpty ? NoPrediction : 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
                return NoPrediction;
            if (values[i] > values[best])
                best = i;
        }

        return best;
    }
}
