using Ponder.Evaluation;

namespace Ponder.Calibration;

/// <summary>Thresholds whose loss of accuracy on new samples is bounded with a stated confidence.</summary>
/// <remarks>
/// One third of the samples draws a path of thresholds from dear to cheap, the other two thirds test it step by step and
/// stop at the first step that fails: fixed-sequence testing (Learn then Test, arXiv:2110.01052), which needs no
/// correction for the number of steps. Samples that choose never test, so choosing costs no honesty.
/// </remarks>
internal sealed class CertifiedSearch
{
    private const int ChoosingStride = 3;

    private readonly ExitRecords _all;
    private readonly ExitRecords _testing;
    private readonly ThresholdSearch _search;
    private readonly double _confidence;

    public CertifiedSearch(ExitRecords records, double confidence)
    {
        if (records.Count < ChoosingStride)
            throw new ArgumentException($"calibration: expected at least {ChoosingStride} samples, got {records.Count}", nameof(records));
        var samples = Enumerable.Range(0, records.Count);
        _all = records;
        _testing = records.Take([.. samples.Where(i => i % ChoosingStride != 0)]);
        _search = new ThresholdSearch(records.Take([.. samples.Where(i => i % ChoosingStride == 0)]));
        _confidence = confidence;
    }

    /// <summary>The cheapest thresholds of the path up to which every step's drop is confirmed to be at most so much.</summary>
    public (ThresholdSearchResult Result, double Bound) WithinAccuracyDrop(double maxDrop)
    {
        // Nobody leaves early: the drop is 0 whatever the sample, which needs no test.
        (var thresholds, double bound) = (_search.NeverThresholds, 0.0);
        foreach (var point in _search.Frontier())
        {
            if (!DropBound.IsBelow(Drops(_testing, point.Thresholds), maxDrop, _confidence))
                break;
            (thresholds, bound) = (point.Thresholds, maxDrop);
        }

        return (Apply(thresholds) with { Met = bound <= maxDrop }, bound);
    }

    /// <summary>The most accurate thresholds of the path within a mean cost.</summary>
    public (ThresholdSearchResult Result, double Bound) WithinMacs(double maxMacs)
    {
        var path = _search.Frontier();
        var chosen = path.Where(point => _all.Apply(point.Thresholds).MacsMean <= maxMacs).MaxBy(point => point.Accuracy) ?? path[^1];
        var result = Apply(chosen.Thresholds);
        // All samples told which steps were cheap enough, so the bound holds for every step at once (Bonferroni).
        double confidence = 1 - ((1 - _confidence) / path.Count);
        return (result with { Met = result.Point.MacsMean <= maxMacs }, DropBound.Upper(Drops(_testing, chosen.Thresholds), confidence));
    }

    /// <summary>Per sample: last exit right (1 or 0) minus thresholds right (1 or 0).</summary>
    public static int[] Drops(ExitRecords records, IReadOnlyList<float> thresholds)
    {
        int last = records.Exits.Count - 1;
        int[] drops = new int[records.Count];
        for (int i = 0; i < drops.Length; i++)
            drops[i] = (records.IsCorrect(last, i) ? 1 : 0) - (records.IsCorrect(records.ExitOf(i, thresholds), i) ? 1 : 0);
        return drops;
    }

    private ThresholdSearchResult Apply(IReadOnlyList<float> thresholds)
    {
        var point = _all.Apply(thresholds);
        return new ThresholdSearchResult(point, _all.Accuracy(_all.Exits.Count - 1) - point.Accuracy, Met: true);
    }
}
