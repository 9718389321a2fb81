using Ponder.Evaluation;
using Ponder.Plans;

namespace Ponder.Data;

/// <summary>A range of an <see cref="IImageSet"/> in the form that a model reads.</summary>
public sealed class SplitSource : ISampleSource
{
    private readonly int _start;
    private readonly Preprocessing _preprocessing;

    /// <summary>Opens a range.</summary>
    /// <param name="images">All images.</param>
    /// <param name="name">What people call the range, e.g. <c>mnist calibration</c>.</param>
    /// <param name="start">First image, 0-based.</param>
    /// <param name="endExclusive">One behind the last image.</param>
    /// <param name="preprocessing">How pixels become inputs.</param>
    /// <exception cref="DataNotFoundException">The range lies outside the images, or is empty.</exception>
    public SplitSource(IImageSet images, string name, int start, int endExclusive, Preprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(preprocessing);
        if (start < 0 || endExclusive > images.Count || start >= endExclusive)
            throw new DataNotFoundException($"{name}: expected samples within [0:{images.Count}], got [{start}:{endExclusive}]");
        if (preprocessing.Mean.Count != images.Channels || preprocessing.StandardDeviation.Count != images.Channels)
            throw new DataFormatException(name, $"expected preprocessing of {images.Channels} channels, got {preprocessing.Mean.Count}");
        (Images, Name, _start, Count, _preprocessing) = (images, name, start, endExclusive - start, preprocessing);
    }

    /// <summary>All images, of which this is a range.</summary>
    public IImageSet Images { get; }

    /// <summary>What people call the range.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> SampleShape => [Images.Channels, Images.Height, Images.Width];

    /// <inheritdoc/>
    public int SampleLength => Images.ImageLength;

    /// <inheritdoc/>
    public IReadOnlyList<float> Black =>
        [.. _preprocessing.Mean.Zip(_preprocessing.StandardDeviation, (mean, deviation) => -mean / deviation)];

    /// <inheritdoc/>
    public void Read(int index, Span<float> destination) => _preprocessing.Apply(Pixels(index), destination);

    /// <inheritdoc/>
    public void Load(int index, Span<float> destination) => _preprocessing.Apply(Images.Decode(_start + index), destination);

    /// <inheritdoc/>
    public int Label(int index) => Images.Label(_start + index);

    /// <inheritdoc/>
    public int Group(int index) => Images.Group(_start + index);

    /// <summary>The picture file of an image; null where images have no files of their own.</summary>
    public string? PathOf(int index) => Images.PathOf(_start + index);

    /// <summary>The bytes of an image, [C, H, W], for pictures.</summary>
    public ReadOnlySpan<byte> Pixels(int index) => Images.Pixels(_start + index);
}
