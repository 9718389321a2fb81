using Ponder.Evaluation;

namespace Ponder.Training.Tests;

/// <summary>Ten classes of noise with a bright row each.</summary>
internal sealed class ToySamples(int count, bool isBroken = false) : ISampleSource
{
    public int Count => count;

    public IReadOnlyList<int> SampleShape => [1, 28, 28];

    public int SampleLength => 784;

    public void Read(int index, Span<float> destination)
    {
        var random = new Random(index);
        for (int i = 0; i < SampleLength; i++)
            destination[i] = isBroken ? float.NaN : random.NextSingle() + (i / 28 / 2 == Label(index) + 2 ? 1 : 0);
    }

    public int Label(int index) => index % 10;
}
