namespace Ponder.Evaluation;

/// <summary>What is said of a model with exits beside its accuracy and cost, with 95 % bootstrap intervals over the samples; of several trainings on average.</summary>
/// <param name="Area">Mean accuracy over the costs of a range.</param>
/// <param name="Efficacy">From exits at random, 0, to the oracle, 1, over all costs; null where the two are one.</param>
/// <param name="Overthinking">Share of samples that an exit gets right and a later one wrong.</param>
/// <param name="Exits">The exits, shallow to deep.</param>
public sealed record ModelMeasures(BootstrapInterval Area, BootstrapInterval? Efficacy, BootstrapInterval Overthinking, IReadOnlyList<ExitQuality> Exits)
{
    /// <summary>Measures a model.</summary>
    /// <param name="trainings">What each training of it said about the split to report, and its curve; at least one.</param>
    /// <param name="range">Costs over which the area is taken, in multiply-adds.</param>
    /// <param name="bootstrap">Draws samples; the same for all models that are compared.</param>
    public static ModelMeasures Of(
        IReadOnlyList<(ExitRecords Records, PolicyCurve Curve)> trainings, (double Low, double High) range, GroupBootstrap bootstrap)
    {
        ArgumentNullException.ThrowIfNull(trainings);
        ArgumentNullException.ThrowIfNull(bootstrap);
        ExitRecords[] records = [.. trainings.Select(training => training.Records)];
        double[] worsening = [.. Enumerable.Range(0, records[0].Count).Select(i => records.Average(each => Worsens(each, i) ? 1.0 : 0))];
        return new ModelMeasures(
            bootstrap.Interval(samples => trainings.Average(training => training.Curve.Area(range.Low, range.High, samples))),
            trainings.Any(training => training.Curve.Efficacy() is null) ? null : bootstrap.Interval(samples => trainings.Average(training => training.Curve.Efficacy(samples) ?? 1)),
            bootstrap.Interval(samples => samples.Average(i => worsening[i])),
            [.. records[0].Exits.Select((_, e) => ExitQuality.Of(records, e, bootstrap))]);
    }

    private static bool Worsens(ExitRecords records, int sample)
    {
        bool wasRight = false;
        for (int e = 0; e < records.Exits.Count; e++)
        {
            bool isRight = records.IsCorrect(e, sample);
            if (wasRight && !isRight)
                return true;
            wasRight |= isRight;
        }

        return false;
    }
}
