namespace Ponder.Data.Pictures;

/// <summary>Lists a folder of pictures with a sub-folder per class, or with such folders in <c>train</c>, <c>val</c> and <c>test</c>.</summary>
internal sealed class PictureFolder(string folder, PictureForm form, Action<string> report)
{
    private const string Annotations = "val_annotations.txt";
    private static readonly string[] ValNames = ["val", "validation"];

    /// <summary>The class names and the files by split.</summary>
    /// <exception cref="DataFormatException">There is no picture, or a class that the model does not know.</exception>
    public (IReadOnlyList<string> Labels, DealtFiles Files) List()
    {
        string train = Path.Combine(folder, "train");
        bool isParted = Directory.Exists(train);
        string root = isParted ? train : folder;
        string val = ValNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(Directory.Exists) ?? "";
        string annotations = Path.Combine(val, Annotations), test = Path.Combine(folder, "test");
        bool isTiny = isParted && File.Exists(annotations); // Tiny ImageNet: val is one folder with a list, test has no labels
        string[] parts = !isParted ? [folder] : isTiny ? [train] : [.. new[] { train, val, test }.Where(Directory.Exists)];
        var labels = ClassNames.For(folder, parts.SelectMany(Classes), form);
        var numbers = ClassNames.Numbers(labels);
        var files = Pictures(root, numbers);
        if (files.Length == 0)
            throw new DataFormatException(folder, "expected a sub-folder of JPEG, PNG, BMP or WebP pictures for each class, got none");
        return (labels, !isParted ? DealtFiles.ByContent(files)
            : isTiny ? DealtFiles.Keeping(files, Listed(val, annotations, numbers), [])
            : DealtFiles.Keeping(files, Pictures(val, numbers), Pictures(test, numbers)));
    }

    private static IEnumerable<string> Classes(string part) =>
        Directory.EnumerateDirectories(part).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.'));

    private LabelledFile[] Pictures(string part, IReadOnlyDictionary<string, int> numbers)
    {
        if (!Directory.Exists(part))
            return [];
        var files = new List<LabelledFile>();
        foreach (string name in Classes(part).Order(StringComparer.Ordinal))
        {
            int before = files.Count;
            files.AddRange(Directory.EnumerateFiles(Path.Combine(part, name), "*", SearchOption.AllDirectories)
                .Where(PictureReader.IsPicture).Select(path => new LabelledFile(path, numbers[name])));
            if (files.Count == before)
                report($"class '{name}': expected pictures in {Path.Combine(part, name)}, got none");
        }

        return StableOrder.ByName(files, part);
    }

    // The list may name classes that were left out of the folder.
    private static LabelledFile[] Listed(string part, string annotations, IReadOnlyDictionary<string, int> numbers) => StableOrder.ByName(
        from line in File.ReadLines(annotations)
        let columns = line.Split('\t')
        where columns.Length > 1 && numbers.ContainsKey(columns[1])
        select new LabelledFile(Path.Combine(part, "images", columns[0]), numbers[columns[1]]),
        part);
}
