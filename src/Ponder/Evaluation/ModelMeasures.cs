namespace Ponder.Evaluation;

/// <summary>What is said of a model with exits beside its accuracy and cost, with 95 % bootstrap intervals over the samples.</summary>
/// <param name="Area">Mean accuracy over the costs of a range.</param>
/// <param name="Efficacy">From exits at random, 0, to the oracle, 1, over all costs; null where the two are one.</param>
/// <param name="Overthinking">Share of samples that an exit gets right and a later one wrong.</param>
/// <param name="Exits">The exits, shallow to deep.</param>
public sealed record ModelMeasures(BootstrapInterval Area, BootstrapInterval? Efficacy, BootstrapInterval Overthinking, IReadOnlyList<ExitQuality> Exits)
{
    /// <summary>Measures a model.</summary>
    /// <param name="records">The split to report.</param>
    /// <param name="curve">Its curve.</param>
    /// <param name="range">Costs over which the area is taken, in multiply-adds.</param>
    /// <param name="bootstrap">Draws samples; the same for all models that are compared.</param>
    public static ModelMeasures Of(ExitRecords records, PolicyCurve curve, (double Low, double High) range, GroupBootstrap bootstrap)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(bootstrap);
        bool[] worsens = [.. Enumerable.Range(0, records.Count).Select(i => Worsens(records, i))];
        return new ModelMeasures(
            bootstrap.Interval(samples => curve.Area(range.Low, range.High, samples)),
            curve.Efficacy() is null ? null : bootstrap.Interval(samples => curve.Efficacy(samples) ?? 1),
            bootstrap.Interval(samples => samples.Count(i => worsens[i]) / (double)samples.Count),
            [.. records.Exits.Select((_, e) => ExitQuality.Of(records, e, bootstrap))]);
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
