using Ponder.Evaluation;

namespace Ponder.Calibration;

/// <summary>An early exit's samples from the surest to the least sure: a threshold is a cut through that order.</summary>
internal sealed class ScoreOrder
{
    private readonly float[] _sorted;
    private readonly bool _acceptsBelow;

    public ScoreOrder(ExitRecord exit)
    {
        _acceptsBelow = exit.AcceptsBelow;
        // NaN compares with nothing, so it never leaves: last, with infinity.
        _sorted = [.. exit.Scores.Select(score => float.IsNaN(score) ? float.PositiveInfinity : _acceptsBelow ? score : -score)];
        Samples = [.. Enumerable.Range(0, _sorted.Length)];
        Array.Sort(_sorted, Samples);
        Ranks = new int[Samples.Length];
        for (int k = 0; k < Samples.Length; k++)
            Ranks[Samples[k]] = k;
        FirstCut = Array.FindIndex(_sorted, score => score > float.NegativeInfinity);
        FirstCut = FirstCut < 0 ? _sorted.Length : FirstCut;
        LastCut = Array.FindLastIndex(_sorted, score => score < float.PositiveInfinity) + 1;
        LastCut = Math.Max(FirstCut, LastCut);
    }

    /// <summary>Samples from the surest to the least sure.</summary>
    public int[] Samples { get; }

    /// <summary>Each sample's place in <see cref="Samples"/>.</summary>
    public int[] Ranks { get; }

    /// <summary>The cut below which no finite threshold can go.</summary>
    public int FirstCut { get; }

    /// <summary>The cut above which no finite threshold can go.</summary>
    public int LastCut { get; }

    /// <summary>Whether a threshold can part the first <paramref name="cut"/> samples from the others: not between equal scores.</summary>
    public bool IsCut(int cut) =>
        cut >= FirstCut && cut <= LastCut && (cut == FirstCut || cut == LastCut || _sorted[cut - 1] < _sorted[cut]);

    /// <summary>The threshold of a cut, finite, midway between its two neighbours so that rounding elsewhere moves nobody across.</summary>
    public float Threshold(int cut)
    {
        float limit = Limit(cut);
        return _acceptsBelow ? limit : -limit;
    }

    private float Limit(int cut)
    {
        if (FirstCut == LastCut)
            return 0;
        if (cut == FirstCut)
            return Beyond(_sorted[cut], -1);
        if (cut == LastCut)
            return Beyond(_sorted[cut - 1], +1);
        float midway = (float)(((double)_sorted[cut - 1] + _sorted[cut]) / 2);
        // Between two adjacent floats there is no middle; the upper one still parts them, for it is not below itself.
        return midway > _sorted[cut - 1] ? midway : _sorted[cut];
    }

    // At least one unit past the end: more than any entropy or probability can follow, so "never" stays never on new samples.
    private static float Beyond(float end, int sign) =>
        Math.Clamp(end + (sign * Math.Max(1, Math.Abs(end))), float.MinValue, float.MaxValue);
}
