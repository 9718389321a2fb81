using Ponder.Evaluation;

namespace Ponder.ParityTests;

/// <summary>The images of <see cref="HaltingImages"/> as samples; their labels mean nothing.</summary>
internal sealed class HaltingSamples : ISampleSource
{
    private readonly float[] _pixels = HaltingImages.Feeds()["x"].Floats.ToArray();

    public int Count => HaltingImages.Count;

    public IReadOnlyList<int> SampleShape => [3, HaltingImages.Side, HaltingImages.Side];

    public int SampleLength => 3 * HaltingImages.Side * HaltingImages.Side;

    public void Read(int index, Span<float> destination) => _pixels.AsSpan(index * SampleLength, SampleLength).CopyTo(destination);

    public int Label(int index) => 0;
}
