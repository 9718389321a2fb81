using System.Globalization;
using System.Text;
using Ponder.Report.Html;

namespace Ponder.Report.Charts;

/// <summary>Histograms of latency beneath each other on one axis, each as high as its own peak.</summary>
/// <remarks>
/// Lanes, not one overlay: a static model's narrow spike would flatten the adaptive model's several peaks. Heights grow
/// with the square root of the count, because the few slow calls are what a reader looks for.
/// </remarks>
internal static class LatencyLanes
{
    private const int Bins = 80;
    private const int LabelHeight = 30;

    // As high as the plot beside it when there are few lanes, and never thinner than readable.
    private const int PlotHeight = ChartFrame.DefaultHeight - ChartFrame.BottomMargin - ChartFrame.Top;
    private const int MinLaneHeight = 64;
    private const int MaxLaneHeight = 119;

    public static Markup Render(IReadOnlyList<LatencySeries> series)
    {
        var lanes = series.Select(one => (one.Name, Times: Sorted(one))).Where(lane => lane.Times.Length > 0).ToList();
        var axis = Axis.Around([.. lanes.SelectMany(lane => new[] { lane.Times[0], lane.Times[^1] })]);
        var laneHeight = Math.Clamp(PlotHeight / Math.Max(1, lanes.Count), MinLaneHeight, MaxLaneHeight);
        var height = ChartFrame.Top + (laneHeight * lanes.Count) + ChartFrame.BottomMargin;
        var frame = new ChartFrame(axis, y: null, height, left: 14);
        var svg = frame.Open("Distribution of latency per call");
        frame.DrawX(svg, "milliseconds per call", Numbers.Tick);
        for (var index = 0; index < lanes.Count; index++)
        {
            var floor = ChartFrame.Top + (laneHeight * (index + 1));
            var lane = new LatencyLane(lanes[index].Name, lanes[index].Times, floor);
            Draw(svg, frame, axis, lane, laneHeight - LabelHeight);
        }
        return svg.Add($"</svg>").ToMarkup();
    }

    private static double[] Sorted(LatencySeries series) =>
        [.. series.Milliseconds.Where(time => double.IsFinite(time) && time > 0).Order()];

    private static void Draw(MarkupBuilder svg, ChartFrame frame, Axis axis, LatencyLane lane, double peakHeight)
    {
        var ink = Inks.OfVariant(lane.Name);
        var (median, slow) = (lane.Quantile(0.5), lane.Quantile(0.99));
        var summary = $"median {Numbers.Significant(median)} ms, p99 {Numbers.Significant(slow)} ms";
        var (floor, labels) = (lane.Floor, lane.Floor - peakHeight - 8);
        svg.Add($"""
            <path class="area {ink}" d="{Outline(frame, axis, lane, peakHeight)}"/>
            <line class="axis" x1="{frame.Left}" x2="{ChartFrame.Right}" y1="{floor}" y2="{floor}"/>
            """);
        DrawQuantile(svg, "p50", ink, frame.X(median), floor, peakHeight);
        DrawQuantile(svg, "p99", ink, frame.X(slow), floor, peakHeight);
        svg.Add($"""
            <text class="label" x="{frame.Left}" y="{labels}">{lane.Name}</text>
            <text class="tick" x="{ChartFrame.Right}" y="{labels}" text-anchor="end">{summary}</text>
            """);
    }

    private static void DrawQuantile(
        MarkupBuilder svg, string name, string ink, double x, double floor, double height) =>
        svg.Add($"""<line class="quantile {ink} {name}" x1="{x}" x2="{x}" y1="{floor}" y2="{floor - height}"/>""");

    private static string Outline(ChartFrame frame, Axis axis, LatencyLane lane, double peakHeight)
    {
        var counts = new int[Bins];
        foreach (var time in lane.Times)
            counts[Math.Clamp((int)(Bins * axis.Position(time)), 0, Bins - 1)]++;
        var unit = peakHeight / Math.Sqrt(counts.Max());
        var binWidth = (ChartFrame.Right - frame.Left) / (double)Bins;
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{frame.Left} {lane.Floor}");
        for (var bin = 0; bin < Bins; bin++)
        {
            path.Append(CultureInfo.InvariantCulture, $"V{lane.Floor - (unit * Math.Sqrt(counts[bin])):0.##}")
                .Append(CultureInfo.InvariantCulture, $"H{frame.Left + (binWidth * (bin + 1)):0.##}");
        }
        return path.Append(CultureInfo.InvariantCulture, $"V{lane.Floor}Z").ToString();
    }
}
