using Ponder.Evaluation;

namespace Ponder.Training.Objectives;

/// <summary>Reads a split batch by batch.</summary>
internal static class ValidationBatches
{
    private const int BatchSize = 500;

    /// <summary>All samples in order: the index of a batch's first, and its samples, row-major.</summary>
    public static IEnumerable<(int Start, float[] Samples)> Of(ISampleSource source)
    {
        for (int start = 0; start < source.Count; start += BatchSize)
        {
            float[] samples = new float[Math.Min(BatchSize, source.Count - start) * source.SampleLength];
            for (int i = 0; i < samples.Length / source.SampleLength; i++)
                source.Read(start + i, samples.AsSpan(i * source.SampleLength, source.SampleLength));
            yield return (start, samples);
        }
    }
}
