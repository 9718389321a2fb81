using System.Globalization;
using System.Text;
using Ponder.Report.Html;

namespace Ponder.Report.Charts;

/// <summary>Lines and named points on two axes.</summary>
internal sealed class LineChart
{
    // More dots than this touch each other and hide the line.
    private const int MaxDots = 30;

    public required string Description { get; init; }

    public required Axis X { get; init; }

    public required Axis Y { get; init; }

    public required string XTitle { get; init; }

    public required Func<double, string> XLabel { get; init; }

    public required Func<double, string> YLabel { get; init; }

    public required IReadOnlyList<ChartLine> Lines { get; init; }

    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    public Markup Render()
    {
        var frame = new ChartFrame(X, Y);
        var svg = frame.Open(Description);
        frame.DrawX(svg, XTitle, XLabel);
        frame.DrawY(svg, YLabel);
        foreach (var line in Lines)
            DrawLine(svg, frame, line);
        DrawMarks(svg, frame);
        return svg.Add($"</svg>").ToMarkup();
    }

    private static bool IsDrawable((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y);

    private static string Path(ChartFrame frame, ChartLine line)
    {
        var path = new StringBuilder();
        var penDown = false;
        foreach (var point in line.Points)
        {
            if (IsDrawable(point))
                path.Append(CultureInfo.InvariantCulture, $"{(penDown ? 'L' : 'M')}{frame.X(point.X):0.##} {frame.Y(point.Y):0.##}");
            penDown = IsDrawable(point);
        }
        return path.ToString();
    }

    private void DrawLine(MarkupBuilder svg, ChartFrame frame, ChartLine line)
    {
        svg.Add($"""<path class="line {line.Ink}" d="{Path(frame, line)}"/>""");
        if (line.Points.Count > MaxDots)
            return;
        foreach (var (x, y) in line.Points.Where(IsDrawable))
            svg.Add($"""<circle class="dot {line.Ink}" cx="{frame.X(x)}" cy="{frame.Y(y)}" r="2.6"><title>{Tip(line.Name, x, y)}</title></circle>""");
    }

    private void DrawMarks(MarkupBuilder svg, ChartFrame frame)
    {
        var marks = Marks.Where(mark => IsDrawable((mark.X, mark.Y))).ToList();
        var labels = new LabelPlacer(ChartFrame.Left, ChartFrame.Right, ChartFrame.Top, frame.Bottom);
        foreach (var mark in marks)
            labels.Block(frame.X(mark.X), frame.Y(mark.Y));
        foreach (var mark in marks)
        {
            var (x, y) = (frame.X(mark.X), frame.Y(mark.Y));
            var (labelX, labelY) = labels.Place(mark.Name, x, y);
            svg.Add($"""<circle class="mark {mark.Ink}" cx="{x}" cy="{y}" r="5.5"><title>{Tip(mark.Name, mark.X, mark.Y)}</title></circle>""")
                .Add($"""<text class="label" x="{labelX}" y="{labelY}">{mark.Name}</text>""");
        }
    }

    private string Tip(string name, double x, double y) => $"{name}: {XLabel(x)}, {YLabel(y)}";
}
