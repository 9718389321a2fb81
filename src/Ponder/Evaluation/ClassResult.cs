namespace Ponder.Evaluation;

/// <summary>What exits did to one class: a mean over all classes hides a rare one that they ruin.</summary>
/// <param name="Class">0-based.</param>
/// <param name="Samples">Samples of the class, at least 1.</param>
/// <param name="Before">Fraction answered correctly by the network before it had exits.</param>
/// <param name="After">Fraction answered correctly by the network that decides for itself.</param>
public sealed record ClassResult(int Class, int Samples, double Before, double After)
{
    /// <summary>The accuracy that the class gained; negative for a loss.</summary>
    public double Change => After - Before;

    /// <summary>Compares two runs over the same samples, class by class in order of the classes.</summary>
    /// <exception cref="ArgumentException">The runs have other samples.</exception>
    public static IReadOnlyList<ClassResult> Of(EvaluationRun before, EvaluationRun after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (!before.Samples.Select(sample => sample.Label).SequenceEqual(after.Samples.Select(sample => sample.Label)))
            throw new ArgumentException($"classes: expected two runs over the same samples, got {before.Samples.Count} and {after.Samples.Count} of other labels", nameof(after));
        var found = before.Samples.Zip(after.Samples).GroupBy(pair => pair.First.Label).OrderBy(group => group.Key);
        return [.. found.Select(group => new ClassResult(
            group.Key, group.Count(), group.Average(pair => IsCorrect(pair.First)), group.Average(pair => IsCorrect(pair.Second))))];
    }

    private static double IsCorrect(SampleResult sample) => sample.Prediction == sample.Label ? 1 : 0;
}
