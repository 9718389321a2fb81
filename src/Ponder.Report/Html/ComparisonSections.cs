using Ponder.Report.Charts;

namespace Ponder.Report.Html;

/// <summary>The page of several runs: their curves on the same axes, then tables.</summary>
internal static class ComparisonSections
{
    public static Markup Render(ComparisonModel model) => ReportPage.Render(
        model.Title, Header(model), [Curves(model), .. model.Tables.Select(Table), NotesSection.Render(model.Notes)]);

    private static Markup Header(ComparisonModel model)
    {
        var html = new MarkupBuilder();
        html.Add($"<header>\n<h1>{model.Title}</h1>");
        if (model.Subtitle is not null)
            html.Add($"""<p class="subtitle">{model.Subtitle}</p>""");
        return html.Add($"</header>").ToMarkup();
    }

    private static Markup? Curves(ComparisonModel model)
    {
        ChartLine[] lines = [.. model.Curves.Select((curve, i) => new ChartLine(curve.Name, Inks.OfSeries(i), [.. curve.Points.Select(point => (point.Macs, point.Accuracy))]))];
        ChartMark[] marks = [.. model.Curves.Select((curve, i) => new ChartMark("chosen", Inks.OfSeries(i), curve.Chosen.Macs, curve.Chosen.Accuracy))];
        var points = lines.SelectMany(line => line.Points).ToArray();
        var chart = new LineChart
        {
            Description = "accuracy against multiply-adds",
            X = Axis.Linear(0, 1.06 * points.Select(point => point.X).DefaultIfEmpty(1).Max()),
            Y = PlotsSection.AccuracyAxis([.. points.Select(point => point.Y)]),
            XTitle = "multiply-adds per sample",
            XLabel = Numbers.MacsTick,
            YLabel = Numbers.PercentTick,
            Lines = lines,
            Marks = marks,
        };
        return new MarkupBuilder().Add($"""
            <section>
            <h2>Accuracy against cost</h2>
            {Legend.Render(lines)}{chart.Render()}
            <p class="caption">Vertical: accuracy; the axis does not begin at zero. A mark is what a run's own thresholds choose.</p>
            </section>
            """).ToMarkup();
    }

    private static Markup? Table(ComparisonTable table) => new MarkupBuilder()
        .Add($"<section><h2>{table.Heading}</h2>{Html.Table.Render(table.Titles, table.Rows)}</section>").ToMarkup();
}
