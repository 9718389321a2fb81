using Ponder.Evaluation;

namespace Ponder.ParityTests;

/// <summary>The images of <see cref="ControlledImages"/> one by one.</summary>
internal sealed class ControlledSamples : ISampleSource
{
    private readonly float[] _pixels = ControlledImages.Feeds()["x"].Floats.ToArray();

    public int Count => ControlledImages.Count;

    public IReadOnlyList<int> SampleShape => [2, 6, 6];

    public int SampleLength => 72;

    public void Read(int index, Span<float> destination) => _pixels.AsSpan(index * SampleLength, SampleLength).CopyTo(destination);

    public int Label(int index) => index % 3;
}
