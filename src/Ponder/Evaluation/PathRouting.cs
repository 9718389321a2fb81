namespace Ponder.Evaluation;

/// <summary>Compares ways to choose a path of a control graph: the model's own, one path for all, by chance, by entropy, by knowing the answer.</summary>
/// <param name="records">What every path says about every sample.</param>
/// <param name="score">How good answers are; null for accuracy.</param>
public sealed class PathRouting(PathRecords records, AnswerScore? score = null)
{
    private const int EntropySteps = 20;

    private readonly AnswerScore _score = score ?? (counts => counts.Accuracy);

    /// <summary>Each path alone for all samples, in the plan's order, control nodes included.</summary>
    public IReadOnlyList<RoutingPoint> Paths() => [.. records.Paths.Select((path, p) => Point(path.Name, _ => p))];

    /// <summary>The paths that the model takes itself.</summary>
    public RoutingPoint Model() => Point("model", sample => records.Taken[sample]);

    /// <summary>Every sample draws a path with the model's shares, whatever it shows: the score of the expected counts, at the model's cost.</summary>
    public RoutingPoint Random()
    {
        var shares = records.Shares;
        var counts = new AnswerCounts();
        for (int sample = 0; sample < records.Count; sample++)
        {
            for (int path = 0; path < shares.Count; path++)
                counts.Add(records.Labels[sample], records.Paths[path].Predictions[sample], shares[path]);
        }

        return new RoutingPoint("random", _score(counts), shares.Zip(records.Costs.Macs, (share, macs) => share * macs).Sum());
    }

    /// <summary>The cheapest path that is right, else the cheapest of all: the bound of every policy.</summary>
    public RoutingPoint Oracle()
    {
        int[] byCost = [.. Enumerable.Range(0, records.Paths.Count).OrderBy(path => records.Costs.Macs[path])];
        return Point("oracle", sample => byCost.FirstOrDefault(path => records.IsCorrect(path, sample), byCost[0]));
    }

    /// <summary>The cheapest path answers, and where its entropy is above a threshold the dearest is run as well and answers.</summary>
    /// <returns>Thresholds at 21 quantiles of the entropy, from one that sends every sample on to one that sends none; equal ones once.</returns>
    /// <remarks>The usual rival of a learned policy: it needs no training, but pays for both paths.</remarks>
    public IReadOnlyList<EntropyRoutingPoint> EntropyCurve()
    {
        var macs = records.ForcedMacs.ToList();
        int cheapest = macs.IndexOf(macs.Min()), dearest = macs.IndexOf(macs.Max());
        float[] entropies = [.. records.Paths[cheapest].Entropies.Order()];
        var thresholds = Enumerable.Range(1, EntropySteps).Select(step => entropies[(((step * entropies.Length) + EntropySteps - 1) / EntropySteps) - 1]);
        return [.. thresholds.Prepend(-1).Distinct().Select(threshold => EntropyPoint(threshold, cheapest, dearest))]; // no entropy is below 0
    }

    /// <summary>The model beside everything that it is compared with: each path alone, chance, entropy along its threshold, the oracle.</summary>
    public IReadOnlyList<RoutingPoint> All() =>
    [
        Model(), Random(), Oracle(), .. Paths(),
        .. EntropyCurve().Select(point => new RoutingPoint(FormattableString.Invariant($"entropy > {point.Threshold:0.####}"), point.Score, point.MacsMean)),
    ];

    private EntropyRoutingPoint EntropyPoint(float threshold, int cheapest, int dearest)
    {
        var entropies = records.Paths[cheapest].Entropies;
        double share = entropies.Count(entropy => entropy > threshold) / (double)records.Count;
        double reached = _score(Count(sample => entropies[sample] > threshold ? dearest : cheapest));
        return new EntropyRoutingPoint(threshold, share, reached, records.ForcedMacs[cheapest] + (share * records.ForcedMacs[dearest]));
    }

    private RoutingPoint Point(string name, Func<int, int> pathOf) => new(
        name, _score(Count(pathOf)), Enumerable.Range(0, records.Count).Average(sample => (double)records.Costs.Macs[pathOf(sample)]));

    private AnswerCounts Count(Func<int, int> pathOf)
    {
        var counts = new AnswerCounts();
        for (int sample = 0; sample < records.Count; sample++)
            counts.Add(records.Labels[sample], records.Paths[pathOf(sample)].Predictions[sample]);
        return counts;
    }
}
