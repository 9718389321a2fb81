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
            new("random", "random", Points(curve.RandomExit)),
            new("oracle (cheapest correct answer)", "oracle", Points(curve.Oracle)),
            new("entropy threshold", "static", Points(curve.EntropyRouting)),
            new("adaptive", "adaptive", Points(curve.Adaptive)),
        ];
        lines = [.. lines.Where(line => line.Points.Count > 0)];
        ChartMark[] marks = [.. curve.Marks.Select(Mark)];
        var points = lines.SelectMany(line => line.Points).Concat(marks.Select(mark => (mark.X, mark.Y)))
            .Where(point => double.IsFinite(point.Item1) && double.IsFinite(point.Item2)).ToList();
        var chart = new LineChart
        {
            Description = $"{curve.Score} against multiply-adds",
            X = Axis.Linear(0, 1.06 * points.Select(point => point.Item1).DefaultIfEmpty(1).Max()),
            Y = AccuracyAxis([.. points.Select(point => point.Item2)]),
            XTitle = "multiply-adds per sample",
            XLabel = Numbers.MacsTick,
            YLabel = Numbers.PercentTick,
            Lines = lines,
            Marks = marks,
        };
        html.Add($"""
            <section>
            <h2>Accuracy against cost</h2>
            {Legend.Render(lines)}{chart.Render()}
            <p class="caption">{curve.Caption ?? "Thresholds swept from loose to strict"}, measured on the {curve.Split} split.
            Vertical: {curve.Score}; the axis does not begin at zero.</p>
            </section>
            """);
    }

    private static void AddLatencies(MarkupBuilder html, IReadOnlyList<LatencySeries> latencies) => html.Add($"""
        <section>
        <h2>How long a call takes</h2>
        {LatencyLanes.Render(latencies)}
        <p class="caption">Heights grow with the square root of the number of calls, each up to its own peak, so that
        rare slow calls stay visible. Solid line: median; dashed line: 99th percentile.</p>
        </section>
        """);

    private static ChartMark Mark(CurveMark mark) =>
        new(mark.Name, Inks.OfVariant(mark.Name), mark.Point.Macs, mark.Point.Accuracy);

    private static (double X, double Y)[] Points(IReadOnlyList<CurvePoint> points) =>
        [.. points.Select(point => (point.Macs, point.Accuracy))];

    internal static Axis AccuracyAxis(double[] accuracies)
    {
        if (accuracies.Length == 0)
            return Axis.Linear(0, 1);
        var margin = 0.08 * (accuracies.Max() - accuracies.Min());
        return Axis.Linear(Math.Max(0, accuracies.Min() - margin), Math.Min(1, accuracies.Max() + margin));
    }
}
