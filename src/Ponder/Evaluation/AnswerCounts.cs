namespace Ponder.Evaluation;

/// <summary>How often each class got each answer.</summary>
/// <remarks>Counts need not be whole: of a random choice they are expectations. Not thread-safe.</remarks>
public sealed class AnswerCounts
{
    private readonly Dictionary<(int Label, int Prediction), double> _counts = [];

    /// <summary>How often a class got an answer.</summary>
    /// <param name="label">True class, 0-based.</param>
    /// <param name="prediction">Class answered, 0-based; -1 for no class.</param>
    public double this[int label, int prediction] => _counts.GetValueOrDefault((label, prediction));

    /// <summary>Number of answers.</summary>
    public double Total => _counts.Values.Sum();

    /// <summary>Fraction of correct answers; NaN where there are none.</summary>
    public double Accuracy => _counts.Where(count => count.Key.Label == count.Key.Prediction).Sum(count => count.Value) / Total;

    /// <summary>Harmonic mean of precision and recall of class 1; 0 where it was neither there nor answered.</summary>
    public double F1
    {
        get
        {
            double found = _counts.Where(count => count.Key.Prediction == 1).Sum(count => count.Value), there = _counts.Where(count => count.Key.Label == 1).Sum(count => count.Value);
            return found + there == 0 ? 0 : 2 * this[1, 1] / (found + there);
        }
    }

    /// <summary>All pairs that were counted, in no order.</summary>
    public IEnumerable<(int Label, int Prediction, double Count)> Pairs => _counts.Select(count => (count.Key.Label, count.Key.Prediction, count.Value));

    /// <summary>Counts an answer.</summary>
    /// <param name="label">True class, 0-based.</param>
    /// <param name="prediction">Class answered, 0-based; -1 for no class.</param>
    /// <param name="weight">Its part of a sample, at least 0. Default 1.</param>
    public void Add(int label, int prediction, double weight = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        _counts[(label, prediction)] = this[label, prediction] + weight;
    }
}
