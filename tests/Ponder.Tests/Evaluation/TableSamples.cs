using Ponder.Evaluation;

namespace Ponder.Tests.Evaluation;

/// <summary>Samples that hold nothing but their own index.</summary>
internal sealed class TableSamples(params int[] labels) : ISampleSource
{
    public int Count => labels.Length;

    public IReadOnlyList<int> SampleShape => [1, 1, 2];

    public int SampleLength => 2;

    public void Read(int index, Span<float> destination) => (destination[0], destination[1]) = (index, 0);

    public int Label(int index) => labels[index];
}
