using System.Numerics;

namespace Ponder.Evaluation;

/// <summary>A model's accuracy against its mean cost along a path of thresholds, for the samples or any draw of them, with its two bounds.</summary>
/// <remarks>Immutable; safe from several threads.</remarks>
public sealed class PolicyCurve
{
    private readonly ExitRecords _records;
    private readonly float[][] _correct; // by point, then by sample: 1 or 0
    private readonly float[][] _macs;
    private readonly float[][] _exitCorrect; // by exit, every sample there
    private readonly float[][] _firstCorrect; // by exit: 1 where no earlier one is right

    /// <summary>Applies a path of thresholds.</summary>
    /// <param name="records">The split to report.</param>
    /// <param name="path">Points whose thresholds are applied anew; on the test split only a path that never saw its labels is honest.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public PolicyCurve(ExitRecords records, IEnumerable<OperatingPoint> path)
    {
        ArgumentNullException.ThrowIfNull(records);
        var thresholds = path.Select(point => point.Thresholds).ToArray();
        if (thresholds.Length == 0)
            throw new ArgumentException("curve: expected at least one point, got none", nameof(path));
        _records = records;
        int[][] exits = [.. thresholds.Select(point => Enumerable.Range(0, records.Count).Select(i => records.ExitOf(i, point)).ToArray())
            .DistinctBy(taken => string.Join(",", taken.GroupBy(exit => exit).OrderBy(group => group.Key).Select(group => $"{group.Key}:{group.Count()}")))];
        _correct = [.. exits.Select(taken => taken.Select((exit, i) => records.IsCorrect(exit, i) ? 1f : 0).ToArray())];
        _macs = [.. exits.Select(taken => taken.Select(exit => (float)records.Costs.Macs[exit]).ToArray())];
        _exitCorrect = [.. records.Exits.Select((_, e) => Enumerable.Range(0, records.Count).Select(i => records.IsCorrect(e, i) ? 1f : 0).ToArray())];
        _firstCorrect = [.. records.Exits.Select((_, e) => Enumerable.Range(0, records.Count)
            .Select(i => records.IsCorrect(e, i) && !Enumerable.Range(0, e).Any(earlier => records.IsCorrect(earlier, i)) ? 1f : 0).ToArray())];
    }

    /// <summary>Number of samples.</summary>
    public int Count => _records.Count;

    /// <summary>Cost of the first exit, where every curve begins.</summary>
    public double Cheapest => _records.Costs.Macs[0];

    /// <summary>Cost of the last exit, all heads passed.</summary>
    public double Dearest => _records.Costs.Macs[^1];

    /// <summary>Points of the curve by ascending cost.</summary>
    /// <param name="samples">0-based, some several times; null for each once.</param>
    public IReadOnlyList<(double Macs, double Accuracy)> Points(IReadOnlyList<int>? samples = null)
    {
        float[] weights = Weights(samples);
        double total = samples?.Count ?? Count;
        var points = _correct.Zip(_macs, (correct, macs) => (Macs: Dot(macs, weights) / total, Accuracy: Dot(correct, weights) / total));
        return [.. points.OrderBy(point => point.Macs).ThenBy(point => point.Accuracy)];
    }

    /// <summary>Mean accuracy over a range of costs.</summary>
    /// <param name="low">In multiply-adds.</param>
    /// <param name="high">In multiply-adds, above <paramref name="low"/>.</param>
    /// <param name="samples">As above.</param>
    public double Area(double low, double high, IReadOnlyList<int>? samples = null) => CostCurve.Area(Points(samples), low, high);

    /// <summary>How far the curve lies from the line of exits taken at random, 0, to that of the oracle, 1, over all costs from the first exit to the last.</summary>
    /// <param name="samples">As above.</param>
    /// <returns>The share; null where both bounds are one.</returns>
    public double? Efficacy(IReadOnlyList<int>? samples = null)
    {
        float[] weights = Weights(samples);
        double total = samples?.Count ?? Count;
        double random = CostCurve.Area([.. _exitCorrect.Select((correct, e) => ((double)_records.Costs.Macs[e], Dot(correct, weights) / total))], Cheapest, Dearest);
        double oracle = CostCurve.Area(Oracle(weights, total), Cheapest, Dearest);
        return oracle - random > 1e-9 ? (Area(Cheapest, Dearest, samples) - random) / (oracle - random) : null;
    }

    // Everybody pays for the first exit; what is bought beyond are right answers, the cheapest first.
    private List<(double Macs, double Accuracy)> Oracle(float[] weights, double total)
    {
        var points = new List<(double Macs, double Accuracy)> { (Cheapest, Dot(_firstCorrect[0], weights) / total) };
        for (int e = 1; e < _firstCorrect.Length; e++)
        {
            double share = Dot(_firstCorrect[e], weights) / total;
            points.Add((points[^1].Macs + (share * (_records.Costs.Macs[e] - Cheapest)), points[^1].Accuracy + share));
        }

        return points;
    }

    private float[] Weights(IReadOnlyList<int>? samples)
    {
        float[] weights = new float[Count];
        if (samples is null)
            Array.Fill(weights, 1);
        foreach (int sample in samples ?? [])
            weights[sample]++;
        return weights;
    }

    private static double Dot(float[] left, float[] right)
    {
        var sums = Vector<float>.Zero;
        int i = 0;
        for (; i + Vector<float>.Count <= left.Length; i += Vector<float>.Count)
            sums += new Vector<float>(left, i) * new Vector<float>(right, i);
        double sum = Vector.Sum(sums);
        for (; i < left.Length; i++)
            sum += left[i] * (double)right[i];
        return sum;
    }
}
