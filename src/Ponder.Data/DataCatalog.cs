using Ponder.Plans;

namespace Ponder.Data;

/// <summary>Finds data sets by name: MNIST in the repository, all others in <c>PONDER_DATA</c> in their public layout.</summary>
public static class DataCatalog
{
    /// <summary>Environment variable with the folder of data sets; by default <c>ponder</c> in the user's cache folder.</summary>
    public const string EnvironmentVariable = "PONDER_DATA";

    private static readonly Preprocessing Gray = new(1f / 255, [0.1307f], [0.3081f]);
    private static readonly Preprocessing Color = new(1f / 255, [0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]); // ImageNet's, as is usual
    private static readonly string[] Digits = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];
    private static readonly string[] Clothes =
        ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];
    private static readonly string[] Things =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>The names that can be opened.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mnist", "fashion-mnist", "cifar-10"];

    /// <summary>The folder of data sets.</summary>
    public static string Root => Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "ponder");

    /// <summary>Opens a data set.</summary>
    /// <exception cref="DataNotFoundException">The name is unknown, or its files are missing.</exception>
    /// <exception cref="DataFormatException">A file is damaged.</exception>
    public static DataSet Open(string name) => name switch
    {
        "mnist" => OpenDigits(name, Digits, FindMnist()),
        "fashion-mnist" => OpenDigits(name, Clothes, Path.Combine(Root, DataAddress.Of(name).Folder)),
        "cifar-10" => OpenThings(name, Path.Combine(Root, DataAddress.Of(name).Folder)),
        _ => throw new DataNotFoundException($"data '{name}': expected one of {string.Join(", ", Names)}"),
    };

    private static DataSet OpenDigits(string name, IReadOnlyList<string> labels, string folder)
    {
        var files = new Dictionary<string, ImageSet>
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

        var files = new Dictionary<string, ImageSet>
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
