namespace Ponder.Evaluation;

/// <summary>How well the class of the higher index is found among two: what accuracy hides where that class is rare.</summary>
/// <param name="Precision">Fraction of the answers 1 that are right, in [0, 1]; 0 where nothing was answered so.</param>
/// <param name="Recall">Fraction of the samples of class 1 that were found, in [0, 1]; 0 where there are none.</param>
/// <param name="F1">Harmonic mean of both, in [0, 1]; 0 where nothing was found.</param>
public readonly record struct BinaryMetrics(double Precision, double Recall, double F1)
{
    private const int Positive = 1;

    /// <summary>Counts answers.</summary>
    /// <param name="answers">Labels, 0 or 1, with predictions; a prediction that is neither finds nothing and accuses nobody.</param>
    public static BinaryMetrics Of(IEnumerable<(int Label, int Prediction)> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        int positives = 0, answered = 0, found = 0;
        foreach (var (label, prediction) in answers)
        {
            positives += label == Positive ? 1 : 0;
            answered += prediction == Positive ? 1 : 0;
            found += label == Positive && prediction == Positive ? 1 : 0;
        }

        return new BinaryMetrics(Fraction(found, answered), Fraction(found, positives), Fraction(2 * found, answered + positives));
    }

    /// <summary>Counts a run's answers.</summary>
    /// <param name="samples">Of two classes.</param>
    public static BinaryMetrics Of(IEnumerable<SampleResult> samples) => Of(samples.Select(sample => (sample.Label, sample.Prediction)));

    private static double Fraction(int part, int whole) => whole == 0 ? 0 : part / (double)whole;
}
