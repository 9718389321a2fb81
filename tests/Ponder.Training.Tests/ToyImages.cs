using Ponder.Evaluation;

namespace Ponder.Training.Tests;

/// <summary>Coloured noise in the form of CIFAR-10, of ten classes.</summary>
internal sealed class ToyImages(int count) : ISampleSource
{
    public int Count => count;

    public IReadOnlyList<int> SampleShape => [3, 32, 32];

    public int SampleLength => 3072;

    public void Read(int index, Span<float> destination)
    {
        var random = new Random(index);
        for (int i = 0; i < SampleLength; i++)
            destination[i] = (2 * random.NextSingle()) - 1 + (0.2f * Label(index));
    }

    public int Label(int index) => index % 10;
}
