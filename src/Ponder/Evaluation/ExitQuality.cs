using Ponder.Saliency;

namespace Ponder.Evaluation;

/// <summary>How good one exit is, every sample asked there, and how well it knows.</summary>
/// <param name="Name">The exit's name in the plan.</param>
/// <param name="Accuracy">Fraction of correct answers.</param>
/// <param name="CalibrationError">
/// Expected calibration error: mean distance between confidence and accuracy over 15 bins of equally many samples, in [0, 1].
/// </param>
/// <param name="FailureArea">
/// Area under the ROC of confidence as a sign of correct answers: the chance that a right answer is surer than a wrong one. Null where all are right, or none; a draw in which that is so counts 1.
/// </param>
public sealed record ExitQuality(string Name, BootstrapInterval Accuracy, BootstrapInterval CalibrationError, BootstrapInterval? FailureArea)
{
    private const int Bins = 15;

    /// <summary>Measures an exit.</summary>
    /// <param name="records">The split to report.</param>
    /// <param name="exitIndex">0-based.</param>
    /// <param name="bootstrap">Draws samples.</param>
    public static ExitQuality Of(ExitRecords records, int exitIndex, GroupBootstrap bootstrap)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(bootstrap);
        var exit = records.Exits[exitIndex];
        bool[] right = [.. Enumerable.Range(0, records.Count).Select(i => records.IsCorrect(exitIndex, i))];
        return new ExitQuality(
            exit.Name,
            bootstrap.Interval(samples => samples.Count(i => right[i]) / (double)samples.Count),
            bootstrap.Interval(samples => CalibrationErrorOf(exit.Confidences, right, samples)),
            right.Contains(true) && right.Contains(false) ? bootstrap.Interval(samples => FailureAreaOf(exit.Confidences, right, samples)) : null);
    }

    /// <summary>Expected calibration error of answers: <see cref="CalibrationError"/>.</summary>
    internal static double CalibrationErrorOf(float[] confidences, bool[] right, IReadOnlyList<int> samples)
    {
        (float Confidence, bool Right)[] sorted = Sorted(confidences, right, samples);
        double error = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            int start = bin * sorted.Length / Bins, end = (bin + 1) * sorted.Length / Bins;
            double gap = 0;
            for (int i = start; i < end; i++)
                gap += sorted[i].Confidence - (sorted[i].Right ? 1 : 0);
            error += Math.Abs(gap);
        }

        return error / sorted.Length;
    }

    private static double FailureAreaOf(float[] confidences, bool[] right, IReadOnlyList<int> samples)
    {
        bool[] drawn = [.. samples.Select(i => right[i])];
        return drawn.Contains(true) && drawn.Contains(false) ? RocArea.Of([.. samples.Select(i => confidences[i])], drawn) : 1;
    }

    private static (float Confidence, bool Right)[] Sorted(float[] confidences, bool[] right, IReadOnlyList<int> samples)
    {
        float[] keys = [.. samples.Select(i => confidences[i])];
        bool[] values = [.. samples.Select(i => right[i])];
        Array.Sort(keys, values);
        return [.. keys.Zip(values)];
    }
}
