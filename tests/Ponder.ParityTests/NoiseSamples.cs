using Ponder.Evaluation;

namespace Ponder.ParityTests;

/// <summary>Images of noise, some louder than others, so that their entropies differ.</summary>
internal sealed class NoiseSamples(int count, int seed) : ISampleSource
{
    private const int Side = 28;

    public int Count => count;

    public IReadOnlyList<int> SampleShape { get; } = [1, Side, Side];

    public int SampleLength => Side * Side;

    public void Read(int index, Span<float> destination)
    {
        var random = new Random(SeedOf(index));
        float loudness = 0.2f + random.NextSingle();
        foreach (ref float pixel in destination[..SampleLength])
            pixel = random.NextSingle() * loudness;
    }

    public int Label(int index) => index % 10;

    private int SeedOf(int index) => (seed * 1_000_003) + index;
}
