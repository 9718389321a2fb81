using Ponder.Data.Faces;
using Ponder.Data.Pictures;
using Ponder.Plans;

namespace Ponder.Data;

/// <summary>Finds data sets: by name, MNIST in the repository, all others in <c>PONDER_DATA</c> in their public layout; or by path.</summary>
public static class DataCatalog
{
    /// <summary>Environment variable with the folder of data sets; by default <c>ponder</c> in the user's cache folder.</summary>
    public const string EnvironmentVariable = "PONDER_DATA";

    private const string Faces = "faces24";
    private const string TinyImageNet = "tiny-imagenet-20";
    private const string ImageNetSample = "imagenet-sample";

    private static readonly Preprocessing Gray = new(1f / 255, [0.1307f], [0.3081f]);
    private static readonly Preprocessing Color = new(1f / 255, [0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]); // ImageNet's, as is usual
    private static readonly string[] Digits = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];
    private static readonly string[] Clothes =
        ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];
    private static readonly string[] Things =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>The names that can be opened.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mnist", "fashion-mnist", "cifar-10", Faces, TinyImageNet, ImageNetSample];

    /// <summary>The folder of data sets.</summary>
    public static string Root => Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "ponder");

    /// <summary>Opens a data set.</summary>
    /// <param name="name">
    /// One of <see cref="Names"/>; or a folder with a sub-folder of pictures per class, or with such folders in <c>train</c>,
    /// <c>val</c> and <c>test</c>; or a CSV file of <c>path,label</c>.
    /// </param>
    /// <param name="form">What a model wants of pictures, where they come in many sizes; null for 3 x 224 x 224.</param>
    /// <param name="report">Told of pictures, folders and faces that are left out; null for nobody.</param>
    /// <exception cref="DataNotFoundException">The name is unknown, or its files are missing.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or pictures do not fit the model.</exception>
    public static DataSet Open(string name, PictureForm? form = null, Action<string>? report = null) => name switch
    {
        "mnist" => OpenDigits(name, Digits, FindMnist()),
        "fashion-mnist" => OpenDigits(name, Clothes, Path.Combine(Root, DataAddress.Of(name).Folder)),
        "cifar-10" => OpenThings(name, Path.Combine(Root, DataAddress.Of(name).Folder)),
        Faces => FaceData.Open(name, Root, report ?? (_ => { })),
        TinyImageNet => PictureData.OpenFolder(name, FindFolder(name), form, report),
        ImageNetSample => PictureData.OpenImageNetSample(name, Path.Combine(FindFolder(name), "labels.csv"), form, report),
        _ when Directory.Exists(name) => PictureData.OpenFolder(name, name, form, report),
        _ when File.Exists(name) => PictureData.OpenTable(name, name, form, report),
        _ => throw new DataNotFoundException($"data '{name}': expected one of {string.Join(", ", Names)}, a folder or a CSV file"),
    };

    /// <summary>How pixels become inputs where nobody says it.</summary>
    internal static Preprocessing UsualPreprocessing(int channels) => channels == 1 ? Gray : Color;

    private static DataSet OpenDigits(string name, IReadOnlyList<string> labels, string folder)
    {
        var files = new Dictionary<string, IImageSet>
        {
            ["train"] = IdxFile.ReadImages(Find(name, folder, "train-images-idx3-ubyte"), Find(name, folder, "train-labels-idx1-ubyte")),
            ["test"] = IdxFile.ReadImages(Find(name, folder, "t10k-images-idx3-ubyte"), Find(name, folder, "t10k-labels-idx1-ubyte")),
        };
        var splits = new Dictionary<string, SplitRole>
        {
            ["train"] = new("train", 0, 50_000),
            ["validation"] = new("train", 50_000, 55_000),
            ["calibration"] = new("train", 55_000, 60_000),
            ["test"] = new("test", 0, 10_000),
        };
        return new DataSet(new DataRole(name, splits), labels, Gray, files);
    }

    private static DataSet OpenThings(string name, string folder)
    {
        string[] paths = [.. CifarFile.Names.Select(file => Path.Combine(folder, file))];
        if (paths.FirstOrDefault(path => !File.Exists(path)) is { } missing)
        {
            throw new DataNotFoundException(
                $"data '{name}': expected {Path.GetFileName(missing)} in {folder}, found none; get it with: ponder data get {name}");
        }

        var files = new Dictionary<string, IImageSet>
        {
            ["train"] = CifarFile.Read(paths[..^1], CifarFile.RecordsPerFile),
            ["test"] = CifarFile.Read(paths[^1..], CifarFile.RecordsPerFile),
        };
        var splits = new Dictionary<string, SplitRole>
        {
            ["train"] = new("train", 0, 45_000),
            ["validation"] = new("train", 45_000, 47_000),
            ["calibration"] = new("train", 47_000, 50_000),
            ["test"] = new("test", 0, 10_000),
        };
        return new DataSet(new DataRole(name, splits), Things, Color, files);
    }

    private static string FindFolder(string name) => Path.Combine(Root, name) is var folder && Directory.Exists(folder)
        ? folder
        : throw new DataNotFoundException($"data '{name}': expected the folder {folder}, found none");

    private static string Find(string name, string folder, string file)
    {
        string plain = Path.Combine(folder, file), packed = plain + ".gz";
        return File.Exists(plain) ? plain : File.Exists(packed) ? packed : throw new DataNotFoundException(
            $"data '{name}': expected {file} or {file}.gz in {folder}, found neither; get it with: ponder data get {name}");
    }

    /// <summary>MNIST lies in the repository: beside the program's sources or above the current folder.</summary>
    private static string FindMnist()
    {
        foreach (string start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                string candidate = Path.Combine(folder.FullName, "data", "mnist");
                if (File.Exists(Path.Combine(candidate, "train-images-idx3-ubyte.gz")))
                    return candidate;
            }
        }

        return Path.Combine(Root, "mnist");
    }
}
