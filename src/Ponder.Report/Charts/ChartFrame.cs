using Ponder.Report.Html;

namespace Ponder.Report.Charts;

/// <summary>The plot's area: where values lie in pixels, the grid, the ticks and the axis titles.</summary>
/// <remarks>
/// Colours and type sizes come from the page's style sheet, so that they follow light, dark and small screens.
/// </remarks>
internal sealed class ChartFrame(Axis x, Axis? y, int height = ChartFrame.DefaultHeight, int left = 62)
{
    public const int Width = 480;
    public const int DefaultHeight = 300;
    public const int Right = Width - 22; // half a tick label hangs over
    public const int Top = 12;
    public const int BottomMargin = 50;

    public int Left => left;

    public int Bottom { get; } = height - BottomMargin;

    public double X(double value) => Left + ((Right - Left) * x.Position(value));

    public double Y(double value) => Bottom - ((Bottom - Top) * (y?.Position(value) ?? 0));

    public MarkupBuilder Open(string description) => new MarkupBuilder()
        .Add($"""<svg class="chart" viewBox="0 0 {Width} {height}" role="img" aria-label="{description}">""");

    public void DrawX(MarkupBuilder svg, string title, Func<double, string> label)
    {
        foreach (var tick in x.Ticks)
        {
            svg.Add($"""
                <line class="grid" x1="{X(tick)}" x2="{X(tick)}" y1="{Top}" y2="{Bottom}"/>
                <text class="tick" x="{X(tick)}" y="{Bottom + 18}" text-anchor="middle">{label(tick)}</text>
                """);
        }
        var scale = x.IsLog ? ", logarithmic" : "";
        svg.Add($"""
            <line class="axis" x1="{Left}" x2="{Right}" y1="{Bottom}" y2="{Bottom}"/>
            <text class="title" x="{(Left + Right) / 2}" y="{Bottom + 40}" text-anchor="middle">{title}{scale}</text>
            """);
    }

    public void DrawY(MarkupBuilder svg, Func<double, string> label)
    {
        foreach (var tick in y?.Ticks ?? [])
        {
            svg.Add($"""
                <line class="grid" x1="{Left}" x2="{Right}" y1="{Y(tick)}" y2="{Y(tick)}"/>
                <text class="tick" x="{Left - 7}" y="{Y(tick) + 4}" text-anchor="end">{label(tick)}</text>
                """);
        }
    }
}
