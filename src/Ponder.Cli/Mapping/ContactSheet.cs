namespace Ponder.Cli.Mapping;

/// <summary>All images on one sheet, from dearest to cheapest: the maps of the sum, small.</summary>
internal sealed class ContactSheet
{
    private const int Side = 96;
    private const int Gap = 8;
    private const int LineHeight = PixelFont.Height + 3;
    private const int MostColumns = 20;
    private const int Most = 400; // of more, the dearest and the cheapest half of so many

    private readonly List<(Canvas Picture, string Label, long Macs)> _entries = [];

    public void Add(Canvas picture, string label, long macs)
    {
        double scale = (double)Side / Math.Max(picture.Width, picture.Height);
        _entries.Add((picture.Resized(Math.Max(1, (int)(picture.Width * scale)), Math.Max(1, (int)(picture.Height * scale))), label, macs));
    }

    public Canvas Draw()
    {
        var sorted = _entries.OrderByDescending(entry => entry.Macs).ToArray();
        if (sorted.Length > Most)
            sorted = [.. sorted[..(Most / 2)], .. sorted[^(Most / 2)..]];
        int columns = Math.Min((int)Math.Ceiling(Math.Sqrt(sorted.Length)), MostColumns), rows = (sorted.Length + columns - 1) / columns;
        int cell = Side + (2 * LineHeight) + Gap;
        var sheet = new Canvas(Gap + (columns * (Side + Gap)), Gap + (rows * cell));
        for (int i = 0; i < sorted.Length; i++)
        {
            var (picture, label, macs) = sorted[i];
            int left = Gap + (i % columns * (Side + Gap)), top = Gap + (i / columns * cell);
            sheet.Draw(picture, left, top);
            sheet.Write(label, left, top + Side + 3, Side, scale: 1);
            sheet.Write($"{macs / 1e6:0.00} M MACs", left, top + Side + 3 + LineHeight, Side, scale: 1);
        }

        return sheet;
    }
}
