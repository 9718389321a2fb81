namespace Ponder.Evaluation;

/// <summary>Knows which exits are right about a sample: the bound of every exit policy.</summary>
internal sealed class Oracle
{
    private readonly double _count;
    private readonly double _floorMacs;
    private readonly double[] _budgets;

    public Oracle(ExitRecords records)
    {
        _count = records.Count;
        var costs = records.Costs.Macs;
        long floor = costs.Min();
        double macs = 0;
        var extra = new List<long>();
        for (int i = 0; i < records.Count; i++)
        {
            int[] right = [.. Enumerable.Range(0, costs.Count).Where(e => records.IsCorrect(e, i))];
            macs += right.Length == 0 ? costs[^1] : costs[right[0]];
            if (right.Length > 0)
                extra.Add(right.Min(e => costs[e]) - floor);
        }

        _floorMacs = floor;
        Point = new CostPoint("oracle", macs / _count, extra.Count / _count);
        extra.Sort();
        _budgets = new double[extra.Count];
        double spent = 0;
        for (int k = 0; k < extra.Count; k++)
            _budgets[k] = spent += extra[k];
    }

    /// <summary>Earliest correct exit, else the last.</summary>
    public CostPoint Point { get; }

    /// <summary>The best accuracy of any choice of exits within a mean cost.</summary>
    /// <remarks>Every right answer counts the same, so buying the cheapest first is exact.</remarks>
    public double AccuracyWithin(double macsMean)
    {
        // A millionth of slack: the mean was a quotient, and must buy what it was made of.
        double budget = (macsMean - _floorMacs) * _count * (1 + 1e-9) + 1e-6;
        int bought = Array.BinarySearch(_budgets, budget);
        if (bought < 0)
            return ~bought / _count;
        while (bought + 1 < _budgets.Length && _budgets[bought + 1] <= budget)
            bought++;
        return (bought + 1) / _count;
    }
}
