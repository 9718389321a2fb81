using Ponder.Report.Charts;

namespace Ponder.Report.Html;

/// <summary>What accuracy costs, and how long calls take: side by side where there is room.</summary>
internal static class PlotsSection
{
    public static Markup? Render(ReportModel model)
    {
        var hasLatencies = model.Latencies.Any(series => series.Milliseconds.Count > 0);
        if (model.Tradeoff is null && !hasLatencies)
            return null;
        var html = new MarkupBuilder();
        html.Add($"""<div class="plots">""");
        if (model.Tradeoff is { } curve)
            AddTradeoff(html, curve);
        if (hasLatencies)
            AddLatencies(html, model.Latencies);
        return html.Add($"</div>").ToMarkup();
    }

    private static void AddTradeoff(MarkupBuilder html, TradeoffCurve curve)
    {
        ChartLine[] lines =
        [
            new("random exit", "random", Points(curve.RandomExit)),
            new("oracle (earliest correct exit)", "oracle", Points(curve.Oracle)),
            new("adaptive", "adaptive", Points(curve.Adaptive)),
        ];
        lines = [.. lines.Where(line => line.Points.Count > 0)];
        var points = lines.SelectMany(line => line.Points)
            .Concat(curve.Marks.Select(mark => (X: mark.Point.Macs, Y: mark.Point.Accuracy)))
            .Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))
            .ToList();
        var chart = new LineChart
        {
            Description = "Accuracy against multiply-adds",
            X = Axis.Linear(0, 1.06 * points.Select(point => point.X).DefaultIfEmpty(1).Max()),
            Y = AccuracyAxis([.. points.Select(point => point.Y)]),
            XTitle = "multiply-adds per sample",
            XLabel = Numbers.MacsTick,
            YLabel = Numbers.PercentTick,
            Lines = lines,
            Marks = [.. curve.Marks.Select(mark => new ChartMark(mark.Name, Inks.OfVariant(mark.Name), mark.Point.Macs, mark.Point.Accuracy))],
        };
        html.Add($"<section>\n<h2>Accuracy against cost</h2>\n{Legend.Render(lines)}\n{chart.Render()}")
            .Add($"""<p class="caption">Thresholds swept from loose to strict, measured on the {curve.Split} split. The vertical axis does not begin at zero.</p>""")
            .Add($"</section>");
    }

    private static void AddLatencies(MarkupBuilder html, IReadOnlyList<LatencySeries> latencies) => html
        .Add($"<section>\n<h2>How long a call takes</h2>\n{LatencyLanes.Render(latencies)}")
        .Add($"""<p class="caption">Each histogram is scaled to its own peak. Solid line: median; dashed line: 99th percentile.</p>""")
        .Add($"</section>");

    private static (double X, double Y)[] Points(IReadOnlyList<CurvePoint> points) => [.. points.Select(point => (point.Macs, point.Accuracy))];

    private static Axis AccuracyAxis(double[] accuracies)
    {
        if (accuracies.Length == 0)
            return Axis.Linear(0, 1);
        var margin = 0.08 * (accuracies.Max() - accuracies.Min());
        return Axis.Linear(Math.Max(0, accuracies.Min() - margin), accuracies.Max() + margin);
    }
}
