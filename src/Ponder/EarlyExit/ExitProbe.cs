using Ponder.Evaluation;
using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>A quick look at how much of the classes can be seen at places of a trunk, before any head is trained.</summary>
/// <remarks>
/// Features are averaged over positions and divided by their spread; a sample gets the class whose mean is nearest. A head with layers of its
/// own sees far more: the probe tells places where there is nothing to see yet from places where there is.
/// </remarks>
public static class ExitProbe
{
    /// <summary>Probes tensors.</summary>
    /// <param name="trunk">A network with one input.</param>
    /// <param name="executor">Runs that network.</param>
    /// <param name="teach">Samples whose class means are taken.</param>
    /// <param name="test">Samples that are classified.</param>
    /// <param name="tensors">Features, [N, C, H, W].</param>
    /// <param name="most">Samples of each split to look at, from the first on, at least 1.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <returns>Fraction of the tested samples that is classified correctly, one for each tensor.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<double> Accuracies(
        GatedGraph trunk, IGraphExecutor executor, ISampleSource teach, ISampleSource test, IReadOnlyList<string> tensors,
        int most = 1000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trunk);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var taught = Pool(trunk, executor, new FirstSamples(teach, most), tensors, cancellationToken);
        var tested = Pool(trunk, executor, new FirstSamples(test, most), tensors, cancellationToken);
        return [.. tensors.Select((_, t) => Accuracy(taught[t], teach, tested[t], test))];
    }

    // For each tensor, for each sample: the mean of each channel.
    private static List<float[]>[] Pool(
        GatedGraph trunk, IGraphExecutor executor, ISampleSource samples, IReadOnlyList<string> tensors, CancellationToken cancellationToken)
    {
        List<float[]>[] pooled = [.. tensors.Select(_ => new List<float[]>())];
        foreach (var batch in SampleBatches.Of(trunk, samples, new EvaluationOptions()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var features = executor.Run(batch.Feeds, tensors);
            for (int t = 0; t < tensors.Count; t++)
            {
                for (int row = 0; row < batch.Count; row++)
                    pooled[t].Add(Means(features[tensors[t]], row));
            }
        }

        return pooled;
    }

    private static float[] Means(HostTensor features, int row)
    {
        int channels = features.Shape[1], area = features.Shape[2] * features.Shape[3];
        float[] means = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            foreach (float value in features.Floats.Slice(((row * channels) + c) * area, area))
                means[c] += value / area;
        }

        return means;
    }

    private static double Accuracy(List<float[]> taught, ISampleSource teach, List<float[]> tested, ISampleSource test)
    {
        int channels = taught[0].Length;
        double[] Mean(IEnumerable<float[]> rows) => [.. Enumerable.Range(0, channels).Select(c => rows.Average(row => (double)row[c]))];
        double[] center = Mean(taught);
        double[] precision = [.. Enumerable.Range(0, channels).Select(c => taught.Average(row => Math.Pow(row[c] - center[c], 2)) is > 0 and var variance ? 1 / variance : 0)];
        var classes = taught.Select((row, i) => (row, Label: teach.Label(i))).GroupBy(pair => pair.Label)
            .Select(group => (Label: group.Key, Mean: Mean(group.Select(pair => pair.row)))).ToArray();
        double Distance(float[] row, double[] mean) => Enumerable.Range(0, channels).Sum(c => precision[c] * Math.Pow(row[c] - mean[c], 2));
        return tested.Select((row, i) => classes.MinBy(known => Distance(row, known.Mean)).Label == test.Label(i) ? 1.0 : 0.0).Average();
    }

    private sealed class FirstSamples(ISampleSource samples, int most) : ISampleSource
    {
        public int Count => Math.Min(samples.Count, most);

        public IReadOnlyList<int> SampleShape => samples.SampleShape;

        public int SampleLength => samples.SampleLength;

        public void Read(int index, Span<float> destination) => samples.Read(index, destination);

        public int Label(int index) => samples.Label(index);
    }
}
