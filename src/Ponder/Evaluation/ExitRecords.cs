using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Evaluation;

/// <summary>What every exit said about every sample of a split: all that choosing thresholds needs, without the network.</summary>
/// <remarks>Immutable.</remarks>
public sealed class ExitRecords
{
    /// <summary>Joins the records of all exits.</summary>
    /// <param name="exits">Shallow to deep; the last has no scores.</param>
    /// <param name="labels">True class per sample, 0-based.</param>
    /// <param name="costs">Cumulative multiply-adds, one entry per exit.</param>
    /// <exception cref="ArgumentException">There is no sample or no exit, or the lengths differ.</exception>
    public ExitRecords(IReadOnlyList<ExitRecord> exits, int[] labels, ExitCosts costs)
    {
        if (exits.Count == 0 || exits.Count != costs.Macs.Count)
            throw new ArgumentException($"exit records: expected {costs.Macs.Count} exits, at least 1, got {exits.Count}", nameof(exits));
        if (labels.Length == 0)
            throw new ArgumentException("exit records: expected at least one sample, got none", nameof(labels));
        for (int e = 0; e < exits.Count; e++)
        {
            int scores = e == exits.Count - 1 ? 0 : labels.Length;
            if (exits[e].Predictions.Length != labels.Length || exits[e].Confidences.Length != labels.Length || exits[e].Scores.Length != scores)
                throw new ArgumentException($"exit '{exits[e].Name}': expected {labels.Length} samples, {scores} with a score", nameof(exits));
        }

        (Exits, Labels, Costs) = (exits, labels, costs);
    }

    /// <summary>The exits, shallow to deep; the last always accepts.</summary>
    public IReadOnlyList<ExitRecord> Exits { get; }

    /// <summary>True class per sample, 0-based.</summary>
    public int[] Labels { get; }

    /// <summary>What leaving at each exit costs.</summary>
    public ExitCosts Costs { get; }

    /// <summary>Number of samples, at least 1.</summary>
    public int Count => Labels.Length;

    /// <summary>Asks every exit about every sample; no sample leaves early.</summary>
    /// <param name="graph">A model with a plan.</param>
    /// <param name="executor">Runs that graph.</param>
    /// <param name="samples">At least one sample.</param>
    /// <param name="options">Batch size, overrides and progress; null for the defaults.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="ArgumentException">The model has no plan, or the samples do not fit it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ExitRecords Record(
        GatedGraph graph, IGraphExecutor executor, ISampleSource samples,
        EvaluationOptions? options = null, CancellationToken cancellationToken = default) =>
        new ExitRecorder(graph, samples.Count).Record(executor, samples, options ?? new EvaluationOptions(), cancellationToken);

    /// <summary>Whether an exit is right about a sample.</summary>
    public bool IsCorrect(int exitIndex, int sample) => Exits[exitIndex].Predictions[sample] == Labels[sample];

    /// <summary>Accuracy of one exit alone over all samples, a fraction.</summary>
    public double Accuracy(int exitIndex) => Enumerable.Range(0, Count).Count(i => IsCorrect(exitIndex, i)) / (double)Count;

    /// <summary>Where a sample leaves.</summary>
    /// <param name="sample">0-based.</param>
    /// <param name="thresholds">One per early exit.</param>
    /// <returns>The 0-based exit.</returns>
    public int ExitOf(int sample, IReadOnlyList<float> thresholds)
    {
        int exit = 0;
        while (exit < Exits.Count - 1 && !Exits[exit].Accepts(sample, thresholds[exit]))
            exit++;
        return exit;
    }

    /// <summary>What thresholds make of these samples.</summary>
    /// <param name="thresholds">One per early exit, shallow to deep.</param>
    /// <exception cref="ArgumentException">There are more or fewer thresholds than early exits.</exception>
    public OperatingPoint Apply(IReadOnlyList<float> thresholds)
    {
        if (thresholds.Count != Exits.Count - 1)
            throw new ArgumentException($"thresholds: expected {Exits.Count - 1}, got {thresholds.Count}", nameof(thresholds));
        int[] left = new int[Exits.Count];
        int correct = 0;
        for (int i = 0; i < Count; i++)
        {
            int exit = ExitOf(i, thresholds);
            left[exit]++;
            correct += IsCorrect(exit, i) ? 1 : 0;
        }

        double macs = left.Select((count, e) => (double)count * Costs.Macs[e]).Sum();
        return new OperatingPoint(
            [.. thresholds], correct / (double)Count, macs / Count, [.. left.Select(count => count / (double)Count)]);
    }

    /// <summary>The same with the last exit's answers in the place of true classes: what agreement with it needs.</summary>
    public ExitRecords LabelledByTheLastExit() => new(Exits, [.. Exits[^1].Predictions], Costs);

    /// <summary>The records of some samples.</summary>
    /// <param name="samples">0-based indices, at least one.</param>
    public ExitRecords Take(IReadOnlyList<int> samples) => new(
        [.. Exits.Select(exit => exit with
        {
            Predictions = Pick(exit.Predictions, samples),
            Confidences = Pick(exit.Confidences, samples),
            Scores = exit.Scores.Length == 0 ? [] : Pick(exit.Scores, samples),
        })],
        Pick(Labels, samples), Costs);

    private static T[] Pick<T>(T[] values, IReadOnlyList<int> samples) => [.. samples.Select(i => values[i])];
}
