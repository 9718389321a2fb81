namespace Ponder.Evaluation;

/// <summary>Every sample twice: as it is, then mirrored from left to right.</summary>
/// <param name="samples">Images, [C, H, W].</param>
public sealed class MirroredSamples(ISampleSource samples) : ISampleSource
{
    /// <inheritdoc/>
    public int Count => 2 * samples.Count;

    /// <inheritdoc/>
    public IReadOnlyList<int> SampleShape => samples.SampleShape;

    /// <inheritdoc/>
    public int SampleLength => samples.SampleLength;

    /// <inheritdoc/>
    public IReadOnlyList<float> Black => samples.Black;

    /// <inheritdoc/>
    public void Read(int index, Span<float> destination)
    {
        samples.Read(index % samples.Count, destination);
        if (index < samples.Count)
            return;
        int width = SampleShape[^1];
        for (int at = 0; at < SampleLength; at += width)
            destination.Slice(at, width).Reverse();
    }

    /// <inheritdoc/>
    public int Label(int index) => samples.Label(index % samples.Count);

    /// <inheritdoc/>
    public int Group(int index) => samples.Group(index % samples.Count);
}
