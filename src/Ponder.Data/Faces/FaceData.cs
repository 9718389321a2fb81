using Ponder.Data.Pictures;
using Ponder.Plans;

namespace Ponder.Data.Faces;

/// <summary>Opens faces against background, one face to ten backgrounds in every split.</summary>
/// <remarks>
/// <para>Faces: the last sixth of the file is the test split, a tenth of the rest each validation and calibration; no person is
/// in two splits. A pair of files <c>test-*</c> beside the pair <c>train-*</c> is the test split instead.</para>
/// <para>Backgrounds are the file's own, and windows of photographs where these do not suffice. The file's own were cut from
/// the same photographs in the same order (found again in them, those near the borders lie at most four photographs from where
/// their position says), so both are dealt by position in the same parts, and six photographs before each border are left out.</para>
/// </remarks>
internal static class FaceData
{
    /// <summary>The label of a background.</summary>
    public const int Background = 0;

    /// <summary>The label of a face.</summary>
    public const int Face = 1;

    /// <summary>The name of the folder of photographs, beside the data set's.</summary>
    public const string ScenesFolder = "scenes240";

    /// <summary>Where the files come from; they carry no licence, so they are not fetched.</summary>
    public const string Origin = "OlegTheCat/face-detection-data on GitHub";

    private const int Margin = 6; // photographs
    private static readonly Preprocessing Gray = new(1f / 255, [0.4681f], [0.2571f]); // mean and deviation of the train split's pixels

    /// <summary>Opens the data set.</summary>
    /// <param name="name">Its name and its folder's.</param>
    /// <param name="root">The folder of data sets.</param>
    /// <param name="report">Told of faces that are left out.</param>
    /// <exception cref="DataNotFoundException">A file is missing.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or holds something else.</exception>
    public static DataSet Open(string name, string root, Action<string> report)
    {
        string folder = Path.Combine(root, name);
        var train = Read(name, folder, "train");
        var test = Find(folder, "test-images-idx3-ubyte") is null ? null : Read(name, folder, "test");
        var scenes = ReadScenes(Path.Combine(root, ScenesFolder));
        var files = Mix(new FaceMixer(name, scenes, report), train, test, scenes.Length);
        var splits = files.ToDictionary(file => file.Key, file => new SplitRole(file.Key, 0, file.Value.Count));
        return new DataSet(new DataRole(name, splits), ["background", "face"], Gray, files);
    }

    private static Dictionary<string, IImageSet> Mix(FaceMixer mixer, FacePair train, FacePair? test, int scenes)
    {
        var faces = PositionSplits.Of(train.Faces.Count, test is null, FaceMixer.CopiesPerPerson);
        // The photographs of the last sixth test even where other files do, and with them the backgrounds that were cut from them.
        var own = PositionSplits.Of(train.Backgrounds.Count, test is null || scenes > 0, margin: Margin * FaceMixer.CropsPerPhotograph);
        var photographs = PositionSplits.Of(scenes, hasTest: true, margin: Margin);
        return new Dictionary<string, IImageSet>
        {
            ["train"] = mixer.Mix("train", train, faces.Train, own.Train, photographs.Train),
            ["validation"] = mixer.Mix("validation", train, faces.Validation, own.Validation, photographs.Validation),
            ["calibration"] = mixer.Mix("calibration", train, faces.Calibration, own.Calibration, photographs.Calibration),
            ["test"] = test is null
                ? mixer.Mix("test", train, faces.Test, own.Test, photographs.Test)
                : mixer.Mix("test", test, (0, test.Faces.Count), (0, test.Backgrounds.Count), photographs.Test),
        };
    }

    private static FacePair Read(string name, string folder, string part)
    {
        string Required(string file) => Find(folder, file)
            ?? throw new DataNotFoundException($"data '{name}': expected {file} in {folder}, found none; it comes from {Origin}");
        return FacePair.Read(Required($"{part}-images-idx3-ubyte"), Required($"{part}-labels-idx1-ubyte"));
    }

    private static string? Find(string folder, string file) =>
        new[] { file, file + ".gz" }.Select(candidate => Path.Combine(folder, candidate)).FirstOrDefault(File.Exists);

    private static ScenePhotograph[] ReadScenes(string folder) => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "*.pgm").Order(StringComparer.Ordinal).Select(file => ReadScene(file))]
        : [];

    private static ScenePhotograph ReadScene(string file)
    {
        var (pixels, height, width) = PortableGrayMap.Read(File.ReadAllBytes(file), file, channels: 1);
        return new ScenePhotograph(new Bitmap(pixels, 1, height, width));
    }
}
