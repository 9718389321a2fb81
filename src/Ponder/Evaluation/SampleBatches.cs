using Ponder.Graph;

namespace Ponder.Evaluation;

/// <summary>Cuts a sample source into batches that fit a model's input.</summary>
internal static class SampleBatches
{
    /// <summary>All samples in order, one fresh tensor per batch.</summary>
    /// <exception cref="ArgumentException">The model has not exactly one input, or samples of another size.</exception>
    public static IEnumerable<SampleBatch> Of(GatedGraph graph, ISampleSource samples, EvaluationOptions options)
    {
        var input = SingleInput(graph, samples);
        bool isFixed = !input.Shape.HasBatch;
        int batchSize = isFixed ? input.Shape[0] : options.BatchSize;
        for (int start = 0; start < samples.Count; start += batchSize)
        {
            int count = Math.Min(batchSize, samples.Count - start);
            int rows = isFixed ? batchSize : count;
            float[] data = new float[rows * samples.SampleLength];
            for (int row = 0; row < count; row++)
                samples.Read(start + row, data.AsSpan(row * samples.SampleLength, samples.SampleLength));
            int[] shape = [rows, .. input.Shape.Dimensions.AsSpan()[1..]];
            yield return new SampleBatch(start, count, new Dictionary<string, HostTensor>(options.Overrides)
            {
                [input.Name] = HostTensor.Of(data, shape),
            });
            options.Progress?.Report(start + count);
        }
    }

    private static TensorInfo SingleInput(GatedGraph graph, ISampleSource samples)
    {
        if (graph.Inputs.Count != 1)
            throw new ArgumentException($"{graph.Source}: expected one input, got {graph.Inputs.Count}", nameof(graph));
        var input = graph.Inputs[0];
        return input.Shape.Rank > 0 && input.Shape.Dimensions.Skip(1).SequenceEqual(samples.SampleShape)
            ? input
            : throw new ArgumentException(
                $"input '{input.Name}': expected {input.Shape}, got samples of [{string.Join(", ", samples.SampleShape)}]", nameof(samples));
    }
}
