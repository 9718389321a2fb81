namespace Ponder.Evaluation;

/// <summary>Percentile bootstrap that draws whole groups of samples: copies of one person are one piece of evidence, not ten.</summary>
/// <remarks>Every interval of one instance uses the same draws. Immutable; safe from several threads.</remarks>
public sealed class GroupBootstrap
{
    /// <summary>Draws per interval: the 2.5th percentile then has 50 draws below it, known to a seventh of its tail.</summary>
    public const int Draws = 2_000;

    private readonly int[][] _groups;
    private readonly int _count;
    private readonly int _seed;

    /// <summary>Gathers the groups.</summary>
    /// <param name="groups">Each sample's group, any numbers; at least one sample. See <see cref="ISampleSource.Group"/>.</param>
    /// <param name="seed">Of the draws.</param>
    /// <exception cref="ArgumentException">There is no sample.</exception>
    public GroupBootstrap(IReadOnlyList<int> groups, int seed)
    {
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Count == 0)
            throw new ArgumentException("bootstrap: expected at least one sample, got none", nameof(groups));
        _groups = [.. Enumerable.Range(0, groups.Count).GroupBy(sample => groups[sample]).Select(group => group.ToArray())];
        (_count, _seed) = (groups.Count, seed);
    }

    /// <summary>The interval of a statistic.</summary>
    /// <param name="statistic">
    /// Of samples by 0-based index, some several times, at least one. The difference of two models on the same samples gives
    /// the paired interval: <c>samples => F1(one, samples) - F1(other, samples)</c>.
    /// </param>
    /// <param name="confidence">Probability that the interval is meant to have, in (0, 1). Default 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is not in (0, 1).</exception>
    /// <remarks>Efron and Tibshirani 1993, chapter 13, with groups in the place of samples.</remarks>
    public BootstrapInterval Interval(Func<IReadOnlyList<int>, double> statistic, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        if (confidence is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "bootstrap: expected a confidence in (0, 1)");
        var random = new Random(_seed);
        var drawn = new List<int>(_count);
        double[] values = new double[Draws];
        for (int i = 0; i < Draws; i++)
        {
            Draw(random, drawn);
            values[i] = statistic(drawn);
        }

        Array.Sort(values);
        int outside = Math.Min((int)Math.Round(Draws * (1 - confidence) / 2), (Draws / 2) - 1);
        return new BootstrapInterval(statistic([.. Enumerable.Range(0, _count)]), values[outside], values[^(outside + 1)]);
    }

    private void Draw(Random random, List<int> drawn)
    {
        drawn.Clear();
        for (int i = 0; i < _groups.Length; i++)
            drawn.AddRange(_groups[random.Next(_groups.Length)]);
    }
}
