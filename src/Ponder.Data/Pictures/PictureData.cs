using Ponder.Plans;

namespace Ponder.Data.Pictures;

/// <summary>Opens pictures as a data set.</summary>
internal static class PictureData
{
    private const int BackgroundClasses = 1001; // ImageNet's 1000 behind one for the background, as TensorFlow's models have them
    private static readonly PictureForm Usual = new(3, 224, 224);

    /// <summary>Opens a folder with a sub-folder per class.</summary>
    /// <exception cref="DataFormatException">There is no picture, or a class that the model does not know.</exception>
    public static DataSet OpenFolder(string name, string folder, PictureForm? form, Action<string>? report)
    {
        var (labels, files) = new PictureFolder(folder, form ?? Usual, report ?? Ignore).List();
        return Make(name, labels, files, form, report);
    }

    /// <summary>Opens a CSV file of <c>path,label</c>.</summary>
    /// <exception cref="DataFormatException">A line has another form, or a class that the model does not know.</exception>
    public static DataSet OpenTable(string name, string path, PictureForm? form, Action<string>? report)
    {
        var (labels, files) = PictureTable.List(path, form ?? Usual);
        if (files.FirstOrDefault(file => !File.Exists(file.Path)) is { } missing)
            throw new DataNotFoundException($"data '{name}': expected {missing.Path}, found none");
        return Make(name, labels, DealtFiles.ByContent(files), form, report);
    }

    /// <summary>Opens pictures of ImageNet's classes by number, of which a model has seen none: half calibrate, half test.</summary>
    /// <exception cref="DataFormatException">A line has another form, or a class that the model does not know.</exception>
    public static DataSet OpenImageNetSample(string name, string path, PictureForm? form, Action<string>? report)
    {
        var (labels, files) = PictureTable.List(path, form ?? Usual, firstClass: form?.Classes == BackgroundClasses ? 1 : 0);
        return Make(name, labels, DealtFiles.Halves(files), form, report);
    }

    private static DataSet Make(string name, IReadOnlyList<string> labels, DealtFiles dealt, PictureForm? form, Action<string>? report) => new(
        new DataRole(name, dealt.Splits), labels, DataCatalog.UsualPreprocessing(form?.Channels ?? Usual.Channels),
        dealt.Files.ToDictionary(file => file.Key, file => (IImageSet)new PictureSet(file.Value, form ?? Usual, report ?? Ignore)));

    private static void Ignore(string line)
    {
    }
}
