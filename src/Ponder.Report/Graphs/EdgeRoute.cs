using System.Globalization;
using System.Text;

namespace Ponder.Report.Graphs;

/// <summary>The way of an edge: curves between columns, straight lines through those in between.</summary>
/// <param name="Spans">Curves from left to right, each level at both ends.</param>
internal sealed record EdgeRoute(IReadOnlyList<(double X1, double Y1, double X2, double Y2)> Spans)
{
    /// <summary>Of the arrow's head in pixels; the last span ends before it, so that a wide line does not hide its tip.</summary>
    public const int HeadLength = 10;

    /// <summary>The path of an SVG element.</summary>
    public string Path
    {
        get
        {
            var path = new StringBuilder();
            foreach (var (x1, y1, x2, y2) in Spans)
            {
                var middle = (x1 + x2) / 2;
                path.Append(path.Length == 0 ? 'M' : 'L')
                    .Append(CultureInfo.InvariantCulture, $"{x1:0.##} {y1:0.##}C{middle:0.##} {y1:0.##} {middle:0.##} {y2:0.##} {x2:0.##} {y2:0.##}");
            }

            return path.ToString();
        }
    }

    /// <summary>A point of a span.</summary>
    /// <param name="span">Index of the span.</param>
    /// <param name="part">From 0, its left end, to 1.</param>
    public (double X, double Y) At(int span, double part)
    {
        var (x1, y1, x2, y2) = Spans[span];
        var (rest, middle) = (1 - part, (x1 + x2) / 2);
        var (a, b, c, d) = (rest * rest * rest, 3 * rest * rest * part, 3 * rest * part * part, part * part * part);
        return ((a * x1) + ((b + c) * middle) + (d * x2), ((a + b) * y1) + ((c + d) * y2));
    }
}
