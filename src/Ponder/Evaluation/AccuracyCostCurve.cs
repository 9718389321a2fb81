using System.Text.Json;

namespace Ponder.Evaluation;

/// <summary>Accuracy against cost over a sweep of thresholds, with the bounds that belong beside it.</summary>
/// <param name="Samples">Number of samples behind every point.</param>
/// <param name="Points">The sweep, from the dearest to the cheapest point.</param>
/// <param name="Exits">Each exit alone at its cumulative cost, shallow to deep, no policy.</param>
/// <param name="Oracle">Earliest correct exit, else the last.</param>
/// <param name="StaticMacs">Multiply-adds of the trunk alone.</param>
/// <param name="Auc">Area under the exits' accuracy over cost, divided by the cost range; null with fewer than two costs.</param>
public sealed record AccuracyCostCurve(
    int Samples, IReadOnlyList<CurvePoint> Points, IReadOnlyList<CostPoint> Exits,
    CostPoint Oracle, long StaticMacs, double? Auc)
{
    /// <summary>Applies the thresholds of a path to some records.</summary>
    /// <param name="records">The split to report.</param>
    /// <param name="path">
    /// Points whose thresholds are applied anew. On the test split only a path that never saw its labels is honest: one
    /// found on the calibration split, or a sweep of exit shares.
    /// </param>
    public static AccuracyCostCurve Of(ExitRecords records, IEnumerable<OperatingPoint> path)
    {
        var oracle = new Oracle(records);
        CostPoint[] exits = [.. records.Exits.Select((exit, e) => new CostPoint(exit.Name, records.Costs.Macs[e], records.Accuracy(e)))];
        var points = path.Select(point => records.Apply(point.Thresholds)).OrderByDescending(point => point.MacsMean).ThenByDescending(point => point.Accuracy)
            .DistinctBy(point => (point.MacsMean, point.Accuracy)).Select(point => Bound(point, exits, oracle));
        return new AccuracyCostCurve(records.Count, [.. points], exits, oracle.Point, records.Costs.StaticMacs, Area(exits));
    }

    /// <summary>One JSON object, keys in snake_case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EvaluationJsonContext.Default.AccuracyCostCurve);

    private static CurvePoint Bound(OperatingPoint point, CostPoint[] exits, Oracle oracle)
    {
        double random = exits.Select((exit, e) => exit.Accuracy * point.ExitShares[e]).Sum();
        double best = oracle.AccuracyWithin(point.MacsMean);
        double? efficacy = best - random > 1e-9 ? (point.Accuracy - random) / (best - random) : null;
        return new CurvePoint(point, random, best, efficacy);
    }

    private static double? Area(CostPoint[] exits)
    {
        double range = exits[^1].MacsMean - exits[0].MacsMean;
        if (range <= 0)
            return null;
        double area = 0;
        for (int k = 0; k + 1 < exits.Length; k++)
            area += 0.5 * (exits[k].Accuracy + exits[k + 1].Accuracy) * (exits[k + 1].MacsMean - exits[k].MacsMean);
        return area / range;
    }
}
