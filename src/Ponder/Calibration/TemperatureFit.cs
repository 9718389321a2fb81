using Ponder.Evaluation;
using Ponder.Graph;

namespace Ponder.Calibration;

/// <summary>Finds for each exit the temperature that makes its probabilities mean what they say.</summary>
/// <remarks>
/// Guo et al. 2017 (arXiv:1706.04599): logits are divided by the number that gives the labels the highest likelihood. The answer stays;
/// how sure it is, and so the order in which samples leave under a policy that reads probabilities, changes.
/// </remarks>
public static class TemperatureFit
{
    private const double Coldest = 0.05;
    private const double Hottest = 20;
    private const int Steps = 40; // of the golden section: to a hundred millionth of the range

    /// <summary>Temperatures by exit, shallow to deep, from 0.05 to 20.</summary>
    /// <param name="graph">A model with exits.</param>
    /// <param name="executor">Runs that graph.</param>
    /// <param name="samples">The calibration split.</param>
    /// <param name="chooses">
    /// Whether a sample, 0-based, counts; null for all. Samples that test a promise must not: see <see cref="ChoosesBesidePromise"/>.
    /// </param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="ArgumentException">The model has no plan, or no sample counts.</exception>
    public static IReadOnlyList<double> Of(
        GatedGraph graph, IGraphExecutor executor, ISampleSource samples, Func<int, bool>? chooses = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(samples);
        var plan = graph.Plan ?? throw new ArgumentException($"{graph.Source}: expected a plan, got none", nameof(graph));
        string[] exits = [.. plan.Exits.Select(exit => exit.Own ?? exit.Logits)];
        List<(float[] Logits, int Label)>[] answers = [.. exits.Select(_ => new List<(float[], int)>())];
        foreach (var batch in SampleBatches.Of(graph, samples, new EvaluationOptions()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = executor.Run(batch.Feeds, exits);
            for (int e = 0; e < exits.Length; e++)
            {
                int classes = found[exits[e]].Shape[1];
                for (int row = 0; row < batch.Count; row++)
                {
                    if (chooses?.Invoke(batch.Start + row) != false)
                        answers[e].Add((found[exits[e]].Floats.Slice(row * classes, classes).ToArray(), samples.Label(batch.Start + row)));
                }
            }
        }

        if (answers[0].Count == 0)
            throw new ArgumentException("temperatures: expected at least one sample, got none", nameof(samples));
        return [.. answers.Select(exit => Best(temperature => Surprise(exit, temperature)))];
    }

    /// <summary>Whether a sample may choose where others test a promise: every third, as in calibration.</summary>
    public static bool ChoosesBesidePromise(int index) => index % CertifiedSearch.ChoosingStride == 0;

    // Golden section over the logarithm: the likelihood has one peak in 1 / T.
    private static double Best(Func<double, double> loss)
    {
        double ratio = (Math.Sqrt(5) - 1) / 2, low = Math.Log(Coldest), high = Math.Log(Hottest);
        for (int step = 0; step < Steps; step++)
        {
            double left = high - (ratio * (high - low)), right = low + (ratio * (high - low));
            (low, high) = loss(Math.Exp(left)) < loss(Math.Exp(right)) ? (low, right) : (left, high);
        }

        return Math.Exp((low + high) / 2);
    }

    // Sum of -ln p of the right class.
    private static double Surprise(List<(float[] Logits, int Label)> answers, double temperature)
    {
        double sum = 0;
        foreach (var (logits, label) in answers)
        {
            double largest = logits.Max() / temperature, total = 0;
            foreach (float logit in logits)
                total += Math.Exp((logit / temperature) - largest);
            sum += Math.Log(total) + largest - (logits[label] / temperature);
        }

        return sum;
    }
}
