using System.Globalization;

namespace Ponder.Data.Pictures;

/// <summary>Finds the boxes of pictures in the lists beside them, as Tiny ImageNet has them.</summary>
/// <remarks>
/// Lists lie in a picture's folder, or above it where that is called <c>images</c>: <c>*_boxes.txt</c> with lines of file, left, top,
/// right, bottom, and <c>val_annotations.txt</c> with the class behind the file; separated by tabs. Several lines of one file are
/// several boxes. Lists are read once. Not thread-safe.
/// </remarks>
public sealed class BoundingBoxes
{
    private const string Images = "images";
    private const string Annotations = "val_annotations.txt";
    private const string Lists = "*_boxes.txt";
    private const int Numbers = 4;

    private readonly Dictionary<string, ILookup<string, BoundingBox>> _folders = new(StringComparer.Ordinal);

    /// <summary>The boxes of a picture; empty when no list names it.</summary>
    /// <param name="path">The picture's file.</param>
    /// <exception cref="DataFormatException">A list beside it has a line of another form.</exception>
    public IReadOnlyList<BoundingBox> Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";
        if (!_folders.TryGetValue(folder, out var boxes))
        {
            _folders[folder] = boxes = Find(folder).SelectMany(list => Read(list, list.EndsWith(Annotations, StringComparison.Ordinal) ? 2 : 1))
                .ToLookup(line => line.File, line => line.Box, StringComparer.Ordinal);
        }

        return [.. boxes[Path.GetFileName(path)]];
    }

    private static IEnumerable<string> Find(string folder)
    {
        string owner = Path.GetFileName(folder) == Images ? Path.GetDirectoryName(folder) ?? folder : folder, annotations = Path.Combine(owner, Annotations);
        var lists = Directory.EnumerateFiles(owner, Lists).Order(StringComparer.Ordinal);
        return File.Exists(annotations) ? lists.Append(annotations) : lists;
    }

    private static IEnumerable<(string File, BoundingBox Box)> Read(string list, int first)
    {
        int number = 0;
        foreach (string line in File.ReadLines(list))
        {
            number++;
            if (line.Length == 0)
                continue;
            string[] columns = line.Split('\t');
            yield return TryParse(columns, first, out var box)
                ? (columns[0], box)
                : throw new DataFormatException(list, $"line {number}: expected {(first == 1 ? "file" : "file, class")}, left, top, right, bottom, separated by tabs, got '{line}'");
        }
    }

    private static bool TryParse(string[] columns, int first, out BoundingBox box)
    {
        box = default;
        if (columns.Length != first + Numbers)
            return false;
        int[] sides = new int[Numbers];
        for (int i = 0; i < Numbers; i++)
        {
            if (!int.TryParse(columns[first + i], NumberStyles.None, CultureInfo.InvariantCulture, out sides[i]))
                return false;
        }

        box = new BoundingBox(sides[0], sides[1], sides[2], sides[3]);
        return box.Left <= box.Right && box.Top <= box.Bottom;
    }
}
