namespace Ponder.Report.Charts;

/// <summary>Puts labels beside their points where they cover neither a point nor another label.</summary>
internal sealed class LabelPlacer(double left, double right, double top, double bottom)
{
    // Widths are estimated, not measured: a page has no font until somebody opens it.
    private const double CharacterWidth = 7.4;
    private const double Height = 15;
    private const double Gap = 9;

    private readonly List<(double Left, double Right, double Top, double Bottom)> _taken = [];

    /// <summary>Keeps labels off a point.</summary>
    public void Block(double x, double y) => _taken.Add((x - 6, x + 6, y - 6, y + 6));

    /// <summary>The label's left end and baseline.</summary>
    public (double X, double Y) Place(string label, double x, double y)
    {
        var width = CharacterWidth * label.Length;
        double[] starts = [x + Gap, x - Gap - width, x - (width / 2)];
        double[] drops = [4, -10, 18, -25, 33];
        var places = drops.SelectMany(drop => starts.Select(start => (start, y + drop)));
        var place = places.FirstOrDefault(at => IsFree(Box(at, width)), (starts[0], y + drops[0]));
        _taken.Add(Box(place, width));
        return place;
    }

    private static (double Left, double Right, double Top, double Bottom) Box((double X, double Y) at, double width) =>
        (at.X, at.X + width, at.Y - Height + 3, at.Y + 3);

    private bool IsFree((double Left, double Right, double Top, double Bottom) box) =>
        box.Left >= left && box.Right <= right && box.Top >= top && box.Bottom <= bottom
        && _taken.TrueForAll(taken =>
            box.Right < taken.Left || box.Left > taken.Right || box.Bottom < taken.Top || box.Top > taken.Bottom);
}
