using System.Globalization;

namespace Ponder.Data.Pictures;

/// <summary>Lists a CSV file of <c>path,label</c>: paths beside the file, labels by name or all by number from 0.</summary>
internal static class PictureTable
{
    private const int Columns = 2; // what is behind is somebody else's

    /// <summary>The class names and the files, mixed.</summary>
    /// <param name="path">The CSV file; a first line <c>path,label</c> is a heading.</param>
    /// <param name="form">What the model wants.</param>
    /// <param name="firstClass">What is added to labels that are numbers.</param>
    /// <exception cref="DataFormatException">A line has another form, or a class that the model does not know.</exception>
    public static (IReadOnlyList<string> Labels, LabelledFile[] Files) List(string path, PictureForm form, int firstClass = 0)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";
        string[][] lines = [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => line.Split(',', Columns + 1))];
        if (lines is [["path", "label", ..], ..])
            lines = lines[1..];
        if (lines.Length == 0 || lines.Any(line => line.Length < Columns))
            throw new DataFormatException(path, "expected lines of path,label, got none or another");
        bool isNumbered = lines.All(line => int.TryParse(line[1], NumberStyles.None, CultureInfo.InvariantCulture, out _));
        var labels = isNumbered
            ? Numbered(path, [.. lines.Select(line => int.Parse(line[1], CultureInfo.InvariantCulture) + firstClass)], form)
            : ClassNames.For(path, lines.Select(line => line[1]), form);
        var numbers = ClassNames.Numbers(labels);
        var files = lines.Select(line => new LabelledFile(
            Path.Combine(folder, line[0]), isNumbered ? int.Parse(line[1], CultureInfo.InvariantCulture) + firstClass : numbers[line[1]]));
        return (labels, StableOrder.ByName(files, folder));
    }

    // A table may lack some classes of the model, so the model says how many there are.
    private static IReadOnlyList<string> Numbered(string path, IReadOnlyList<int> labels, PictureForm form)
    {
        int count = form.Classes ?? labels.Max() + 1;
        if (labels.Max() >= count)
            throw new DataFormatException(path, $"expected classes of 0 to {count - 1}, got {labels.Max()}");
        return form.Labels.Count == count ? form.Labels : [.. Enumerable.Range(0, count).Select(number => $"{number}")];
    }
}
