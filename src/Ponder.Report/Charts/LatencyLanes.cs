using System.Globalization;
using System.Text;
using Ponder.Report.Html;

namespace Ponder.Report.Charts;

/// <summary>Histograms of latency beneath each other on one axis, each as high as its own peak.</summary>
/// <remarks>Lanes, not one overlay: a static model's narrow spike would flatten the adaptive model's several peaks.</remarks>
internal static class LatencyLanes
{
    private const int Bins = 80;
    private const int LaneHeight = 78;
    private const int PeakHeight = 48;

    public static Markup Render(IReadOnlyList<LatencySeries> series)
    {
        var lanes = series
            .Select(one => (one.Name, Times: one.Milliseconds.Where(time => double.IsFinite(time) && time > 0).Order().ToArray()))
            .Where(lane => lane.Times.Length > 0)
            .ToList();
        var axis = Axis.Around([.. lanes.SelectMany(lane => new[] { lane.Times[0], lane.Times[^1] })]);
        var frame = new ChartFrame(axis, y: null, ChartFrame.Top + (LaneHeight * lanes.Count) + 50);
        var svg = frame.Open("Distribution of latency per call");
        frame.DrawX(svg, "milliseconds per call", Numbers.Tick);
        for (var index = 0; index < lanes.Count; index++)
            DrawLane(svg, frame, axis, ChartFrame.Top + (LaneHeight * (index + 1)), lanes[index].Name, lanes[index].Times);
        return svg.Add($"</svg>").ToMarkup();
    }

    private static void DrawLane(MarkupBuilder svg, ChartFrame frame, Axis axis, double floor, string name, double[] times)
    {
        var ink = Inks.OfVariant(name);
        svg.Add($"""<path class="area {ink}" d="{Outline(axis, floor, times)}"/>""")
            .Add($"""<line class="axis" x1="{ChartFrame.Left}" x2="{ChartFrame.Right}" y1="{floor}" y2="{floor}"/>""");
        DrawQuantile(svg, frame, floor, "p50", ink, Quantile(times, 0.5));
        DrawQuantile(svg, frame, floor, "p99", ink, Quantile(times, 0.99));
        svg.Add($"""<text class="label" x="{ChartFrame.Left + 4}" y="{floor - PeakHeight - 14}">{name}</text>""");
    }

    private static void DrawQuantile(MarkupBuilder svg, ChartFrame frame, double floor, string name, string ink, double time) => svg
        .Add($"""<line class="quantile {ink} {name}" x1="{frame.X(time)}" x2="{frame.X(time)}" y1="{floor}" y2="{floor - PeakHeight - 6}"><title>{name}: {Numbers.Significant(time)} ms</title></line>""");

    private static string Outline(Axis axis, double floor, double[] times)
    {
        var counts = new int[Bins];
        foreach (var time in times)
            counts[Math.Clamp((int)(Bins * axis.Position(time)), 0, Bins - 1)]++;
        var unit = PeakHeight / (double)counts.Max();
        var binWidth = (ChartFrame.Right - ChartFrame.Left) / (double)Bins;
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{ChartFrame.Left} {floor}");
        for (var bin = 0; bin < Bins; bin++)
            path.Append(CultureInfo.InvariantCulture, $"V{floor - (unit * counts[bin]):0.##}H{ChartFrame.Left + (binWidth * (bin + 1)):0.##}");
        return path.Append(CultureInfo.InvariantCulture, $"V{floor}Z").ToString();
    }

    // The nearest rank: a time that was measured, as in the results table's quantiles.
    private static double Quantile(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
