namespace Ponder.Evaluation;

/// <summary>How good one exit is, every sample asked there, and how well it knows.</summary>
/// <param name="Name">The exit's name in the plan.</param>
/// <param name="Accuracy">Fraction of correct answers.</param>
/// <param name="CalibrationError">
/// Expected calibration error: mean distance between confidence and accuracy over 15 bins of equally many samples, in [0, 1].
/// </param>
/// <param name="FailureArea">
/// Area under the ROC of confidence as a sign of correct answers: the chance that a right answer is surer than a wrong one. A draw in which all are right, or none, counts 1.
/// </param>
public sealed record ExitQuality(string Name, BootstrapInterval Accuracy, BootstrapInterval CalibrationError, BootstrapInterval FailureArea)
{
    private const int Bins = 15;

    /// <summary>Measures an exit, of several trainings on average.</summary>
    /// <param name="trainings">What each said about the split to report, at least one.</param>
    /// <param name="exitIndex">0-based.</param>
    /// <param name="bootstrap">Draws samples.</param>
    public static ExitQuality Of(IReadOnlyList<ExitRecords> trainings, int exitIndex, GroupBootstrap bootstrap)
    {
        ArgumentNullException.ThrowIfNull(trainings);
        ArgumentNullException.ThrowIfNull(bootstrap);
        Sorted[] exits = [.. trainings.Select(records => new Sorted(records, exitIndex))];
        BootstrapInterval Mean(Func<Sorted, int[], double> statistic) => bootstrap.Interval(samples =>
        {
            int[] weights = Weights(samples, trainings[0].Count);
            return exits.Average(exit => statistic(exit, weights));
        });
        return new ExitQuality(
            trainings[0].Exits[exitIndex].Name, Mean((exit, weights) => exit.Accuracy(weights)), Mean((exit, weights) => exit.CalibrationError(weights)),
            Mean((exit, weights) => exit.FailureArea(weights)));
    }

    /// <summary>Expected calibration error of answers, each once.</summary>
    internal static double CalibrationErrorOf(float[] confidences, bool[] right) => new Sorted(confidences, right).CalibrationError([.. right.Select(_ => 1)]);

    private static int[] Weights(IReadOnlyList<int> samples, int count)
    {
        int[] weights = new int[count];
        foreach (int sample in samples)
            weights[sample]++;
        return weights;
    }

    // Sorted once: a draw only says how often each sample counts.
    private sealed class Sorted
    {
        private readonly int[] _order;
        private readonly float[] _confidences;
        private readonly bool[] _right;

        public Sorted(ExitRecords records, int exitIndex)
            : this(records.Exits[exitIndex].Confidences, [.. Enumerable.Range(0, records.Count).Select(i => records.IsCorrect(exitIndex, i))])
        {
        }

        public Sorted(float[] confidences, bool[] right)
        {
            _order = [.. Enumerable.Range(0, right.Length)];
            _confidences = [.. confidences];
            Array.Sort(_confidences, _order);
            _right = [.. _order.Select(i => right[i])];
        }

        public double Accuracy(int[] weights)
        {
            double right = 0, total = 0;
            for (int k = 0; k < _order.Length; k++)
            {
                total += weights[_order[k]];
                right += _right[k] ? weights[_order[k]] : 0;
            }

            return right / total;
        }

        public double CalibrationError(int[] weights)
        {
            long total = weights.Sum(weight => (long)weight), passed = 0;
            double[] gaps = new double[Bins];
            for (int k = 0; k < _order.Length; k++)
            {
                int weight = weights[_order[k]];
                gaps[Math.Min(Bins - 1, passed * Bins / total)] += weight * (_confidences[k] - (_right[k] ? 1.0 : 0));
                passed += weight;
            }

            return gaps.Sum(Math.Abs) / total;
        }

        // Mann and Whitney 1947; answers as sure as each other count one half.
        public double FailureArea(int[] weights)
        {
            double wins = 0;
            long right = 0, wrong = 0;
            for (int start = 0, end; start < _order.Length; start = end)
            {
                long equalRight = 0, equalWrong = 0;
                for (end = start; end < _order.Length && _confidences[end] == _confidences[start]; end++)
                {
                    equalRight += _right[end] ? weights[_order[end]] : 0;
                    equalWrong += _right[end] ? 0 : weights[_order[end]];
                }

                wins += equalRight * (wrong + (equalWrong / 2.0));
                (right, wrong) = (right + equalRight, wrong + equalWrong);
            }

            return right == 0 || wrong == 0 ? 1 : wins / ((double)right * wrong);
        }
    }
}
