using Ponder.Cli.Models;
using Ponder.Data.Pictures;
using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.Cli.Predicting;

/// <summary>Reads image files for a model: IDX files of many images and PGM files of the model's size; JPEG, PNG, BMP and WebP pictures of any size.</summary>
/// <remarks>Bytes are pixels and are preprocessed as the plan says; floats of an IDX file are taken as they are.</remarks>
internal sealed class ImageReader
{
    private readonly PictureForm _form;
    private readonly int[] _shape;
    private readonly Preprocessing _preprocessing;

    /// <summary>Prepares for a model.</summary>
    /// <exception cref="CommandException">The model does not read images, or does not say how pixels become inputs.</exception>
    public ImageReader(GatedGraph graph)
    {
        _form = ModelForm.Of(graph);
        _shape = [_form.Channels, _form.Height, _form.Width];
        _preprocessing = graph.Plan?.Preprocessing
            ?? throw new CommandException($"{graph.Source}: expected preprocessing in the model's plan or --mean, --std or --scale, got none");
    }

    /// <summary>Reads the images of one argument, e.g. <c>digit.png</c> or <c>t10k-images-idx3-ubyte.gz[0:16]</c>.</summary>
    /// <exception cref="CommandException">The file is damaged, or its images do not fit the model.</exception>
    public IReadOnlyList<ModelImage> Read(string argument)
    {
        var (path, range) = FileRange.Parse(argument);
        if (IdxImages.IsIdx(path))
            return ReadIdx(path, range);
        if (range is not null)
            throw new CommandException($"{argument}: expected a range only behind an IDX file, got one behind {Path.GetFileName(path)}");
        return [new ModelImage(path, Preprocess(PictureFile.Read(path, _form)))];
    }

    private List<ModelImage> ReadIdx(string path, Range? range)
    {
        var images = IdxImages.Load(path, _shape);
        if (range is { } wanted && wanted.End.Value > images.Count)
            throw new CommandException($"{path}: expected a range within 0 to {images.Count}, got [{wanted.Start}:{wanted.End}]");
        int start = range?.Start.Value ?? 0;
        int end = range?.End.Value ?? images.Count;
        var read = new List<ModelImage>(end - start);
        for (int i = start; i < end; i++)
        {
            string name = $"{path}[{i}]";
            read.Add(new ModelImage(name, images.Floats(i) is { } floats ? CheckFinite(name, floats) : Preprocess(images.Pixels(i))));
        }

        return read;
    }

    private float[] Preprocess(ReadOnlySpan<byte> pixels)
    {
        int area = _shape[1] * _shape[2];
        float[] values = new float[pixels.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int channel = i / area;
            values[i] = ((pixels[i] * _preprocessing.Scale) - _preprocessing.Mean[channel]) / _preprocessing.StandardDeviation[channel];
        }

        return values;
    }

    // A network answers NaN with some class and full trust; nobody should have to find out later.
    private static float[] CheckFinite(string name, float[] values)
    {
        int bad = Array.FindIndex(values, value => !float.IsFinite(value));
        return bad < 0 ? values : throw new CommandException($"{name}: expected finite values, got {values[bad]} at element {bad}");
    }
}
