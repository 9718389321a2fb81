namespace Ponder.Evaluation;

/// <summary>Labelled samples in the form that a model reads: preprocessed, float32, [C, H, W].</summary>
public interface ISampleSource
{
    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>Sizes of one sample, [C, H, W].</summary>
    IReadOnlyList<int> SampleShape { get; }

    /// <summary>Elements of one sample.</summary>
    int SampleLength { get; }

    /// <summary>What a black pixel becomes, one value per channel. 0 unless a source says otherwise.</summary>
    IReadOnlyList<float> Black => new float[SampleShape[0]];

    /// <summary>Writes one sample, [C, H, W] row-major.</summary>
    /// <param name="index">0-based, below <see cref="Count"/>.</param>
    /// <param name="destination">At least <see cref="SampleLength"/> elements.</param>
    void Read(int index, Span<float> destination);

    /// <summary>The same from where the sample lies, nothing kept from before: decoding, resizing and preprocessing.</summary>
    /// <param name="index">0-based, below <see cref="Count"/>.</param>
    /// <param name="destination">At least <see cref="SampleLength"/> elements.</param>
    void Load(int index, Span<float> destination) => Read(index, destination);

    /// <summary>The class of a sample, 0-based.</summary>
    int Label(int index);

    /// <summary>What a sample shares with others that are no independent evidence, for <see cref="GroupBootstrap"/>; by default it stands alone.</summary>
    int Group(int index) => index;
}
