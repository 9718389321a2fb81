using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.Data.Pictures;

/// <summary>Makes a model's input of picture files, as the model's plan says: decoded, turned upright, resized, cut to the center, preprocessed.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class PictureInput
{
    private readonly Preprocessing _preprocessing;

    /// <summary>Prepares for a model.</summary>
    /// <param name="graph">A model with one input [N, C, H, W], C of 1 or 3, and preprocessing in its plan.</param>
    /// <exception cref="ModelFormatException">The model has another input, or its plan does not say how pixels become inputs.</exception>
    public PictureInput(GatedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.Inputs is not [{ Shape: { Rank: 4, HasBatch: true } shape }])
            throw new ModelFormatException(graph.Source, $"expected one input [N, C, H, W], got {string.Join("; ", graph.Inputs)}");
        _preprocessing = graph.Plan?.Preprocessing
            ?? throw new ModelFormatException(graph.Source, "plan: expected how pixels become inputs, got none");
        if (_preprocessing.Mean.Count != shape[1] || _preprocessing.StandardDeviation.Count != shape[1])
            throw new ModelFormatException(graph.Source, $"plan: expected preprocessing of {shape[1]} channels, got {_preprocessing.Mean.Count}");
        Form = new PictureForm(shape[1], shape[2], shape[3]) { Size = _preprocessing.Size };
    }

    /// <summary>What the model wants of pictures.</summary>
    public PictureForm Form { get; }

    /// <summary>Pixels that a picture may have, 1 to <see cref="PictureReader.MostPixels"/>, the default; one with more is refused before it is decoded.</summary>
    public int MaxPixels { get; init; } = PictureReader.MostPixels;

    /// <summary>Elements of one input.</summary>
    public int Length => Form.Channels * Form.Height * Form.Width;

    /// <summary>Reads a picture file.</summary>
    /// <param name="path">A JPEG, PNG, BMP or WebP file.</param>
    /// <returns>The input of one sample, [C, H, W].</returns>
    /// <exception cref="DataFormatException">The file is damaged or no picture.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public float[] Read(string path) => Read(File.ReadAllBytes(path), path);

    /// <summary>Reads a picture that lies in memory.</summary>
    /// <param name="file">The bytes of a whole JPEG, PNG, BMP or WebP file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <returns>The input of one sample, [C, H, W].</returns>
    /// <exception cref="DataFormatException">The bytes are damaged, too large or no picture.</exception>
    public float[] Read(byte[] file, string name) => Preprocess(PictureReader.Read(file, name, Form, MaxPixels));

    /// <summary>Makes an input of pixels that have the model's size.</summary>
    /// <param name="pixels">[C, H, W].</param>
    /// <returns>The input of one sample, [C, H, W].</returns>
    /// <exception cref="ArgumentException">There are more or fewer pixels.</exception>
    public float[] Preprocess(ReadOnlySpan<byte> pixels)
    {
        if (pixels.Length != Length)
            throw new ArgumentException($"pixels: expected {Length} for [{Form.Channels}, {Form.Height}, {Form.Width}], got {pixels.Length}", nameof(pixels));
        float[] input = new float[Length];
        _preprocessing.Apply(pixels, input);
        return input;
    }
}
