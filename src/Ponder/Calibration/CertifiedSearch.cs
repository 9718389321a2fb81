using Ponder.Evaluation;

namespace Ponder.Calibration;

/// <summary>Thresholds whose loss on new samples is bounded with a stated confidence.</summary>
/// <remarks>
/// Every seventh sample draws a path of thresholds from dear to cheap, the others test it step by step and
/// stop at the first step that fails: fixed-sequence testing (Learn then Test, arXiv:2110.01052), which needs no
/// correction for the number of steps. Samples that choose never test, so choosing costs no honesty.
/// </remarks>
internal sealed class CertifiedSearch
{
    /// <summary>Every so many samples one chooses; the others test.</summary>
    public const int ChoosingStride = 7;

    private readonly ExitRecords _all;
    private readonly ExitRecords _testing;
    private readonly ThresholdSearch _search;
    private readonly ThresholdSearch _path;
    private readonly IRiskBound _bound;
    private readonly double _confidence;
    private readonly bool _mayGain;

    /// <summary>Deals the samples.</summary>
    /// <param name="records">What exits said; at least 3 samples.</param>
    /// <param name="bound">Tests the steps.</param>
    /// <param name="confidence">In (0, 1).</param>
    /// <param name="mayGain">Whether an early exit can be right where the last is wrong.</param>
    public CertifiedSearch(ExitRecords records, IRiskBound bound, double confidence, bool mayGain)
    {
        if (records.Count < ChoosingStride)
            throw new ArgumentException($"calibration: expected at least {ChoosingStride} samples, got {records.Count}", nameof(records));
        var samples = Enumerable.Range(0, records.Count);
        _all = records;
        _testing = records.Take([.. samples.Where(i => i % ChoosingStride != 0)]);
        var choosing = records.Take([.. samples.Where(i => i % ChoosingStride == 0)]);
        // By agreement with the last exit: it tells more of few samples than their labels do.
        (_search, _path) = (new ThresholdSearch(choosing), new ThresholdSearch(choosing.LabelledByTheLastExit()));
        (_bound, _confidence, _mayGain) = (bound, confidence, mayGain);
    }

    /// <summary>Samples that test.</summary>
    public int TestingCount => _testing.Count;

    /// <summary>Whether so many samples can confirm a limit at best: when they show no loss at all.</summary>
    public bool CanConfirm(double limit) => _bound.IsBelow(new int[TestingCount], limit, _confidence, _mayGain);

    /// <summary>Samples that it takes to confirm a limit at best: when they show no loss at all. Null when no number does.</summary>
    public int? FewestSamples(double limit) =>
        _bound.FewestSamples(limit, _confidence, _mayGain) is { } testing ? testing + ((testing - 1) / (ChoosingStride - 1)) + 1 : null; // the first of every seven draws

    /// <summary>The cheapest thresholds of the path up to which every step's loss is confirmed to be at most so much.</summary>
    public (ThresholdSearchResult Result, double Bound) WithinAccuracyDrop(double maxDrop)
    {
        // Nobody leaves early: the loss is 0 whatever the sample, which needs no test.
        (var thresholds, double bound) = (_search.NeverThresholds, 0.0);
        foreach (var point in _path.SharePath())
        {
            if (point.Thresholds.SequenceEqual(thresholds))
                continue;
            if (!_bound.IsBelow(Drops(_testing, point.Thresholds), maxDrop, _confidence, _mayGain))
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
        return (result with { Met = result.Point.MacsMean <= maxMacs }, _bound.Upper(Drops(_testing, chosen.Thresholds), confidence, _mayGain));
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
