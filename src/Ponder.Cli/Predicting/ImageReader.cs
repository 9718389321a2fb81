using Ponder.Data.Pictures;
using Ponder.Graph;

namespace Ponder.Cli.Predicting;

/// <summary>Reads image files for a model: IDX files of many images and PGM files of the model's size; JPEG, PNG, BMP and WebP pictures of any size.</summary>
/// <remarks>Bytes are pixels and are preprocessed as the plan says; floats of an IDX file are taken as they are.</remarks>
internal sealed class ImageReader
{
    private readonly PictureInput _input;

    /// <summary>Prepares for a model.</summary>
    /// <exception cref="ModelFormatException">The model does not read images.</exception>
    /// <exception cref="CommandException">The model does not say how pixels become inputs.</exception>
    public ImageReader(GatedGraph graph)
    {
        if (graph.Plan?.Preprocessing is null)
            throw new CommandException($"{graph.Source}: expected preprocessing in the model's plan or --mean, --std or --scale, got none");
        _input = new PictureInput(graph);
    }

    /// <summary>What the model wants of pictures.</summary>
    public PictureForm Form => _input.Form;

    /// <summary>Reads the images of one argument, e.g. <c>digit.png</c> or <c>t10k-images-idx3-ubyte.gz[0:16]</c>.</summary>
    /// <exception cref="CommandException">The file is damaged, or its images do not fit the model.</exception>
    public IReadOnlyList<ModelImage> Read(string argument)
    {
        var (path, range) = FileRange.Parse(argument);
        if (IdxImages.IsIdx(path))
            return ReadIdx(path, range);
        if (range is not null)
            throw new CommandException($"{argument}: expected a range only behind an IDX file, got one behind {Path.GetFileName(path)}");
        return [new ModelImage(path, _input.Preprocess(PictureFile.Read(path, _input.Form)))];
    }

    private List<ModelImage> ReadIdx(string path, Range? range)
    {
        var images = IdxImages.Load(path, [_input.Form.Channels, _input.Form.Height, _input.Form.Width]);
        if (range is { } wanted && wanted.End.Value > images.Count)
            throw new CommandException($"{path}: expected a range within 0 to {images.Count}, got [{wanted.Start}:{wanted.End}]");
        int start = range?.Start.Value ?? 0;
        int end = range?.End.Value ?? images.Count;
        var read = new List<ModelImage>(end - start);
        for (int i = start; i < end; i++)
        {
            string name = $"{path}[{i}]";
            read.Add(new ModelImage(name, images.Floats(i) is { } floats ? CheckFinite(name, floats) : _input.Preprocess(images.Pixels(i))));
        }

        return read;
    }

    // A network answers NaN with some class and full trust; nobody should have to find out later.
    private static float[] CheckFinite(string name, float[] values)
    {
        int bad = Array.FindIndex(values, value => !float.IsFinite(value));
        return bad < 0 ? values : throw new CommandException($"{name}: expected finite values, got {values[bad]} at element {bad}");
    }
}
