using Ponder.Report.Charts;

namespace Ponder.Report.Html;

/// <summary>One plot for each panel of training metrics.</summary>
internal static class TrainingSection
{
    public static Markup? Render(ReportModel model)
    {
        var panels = model.Training.Where(series => series.Values.Count > 0).GroupBy(series => series.Panel).ToList();
        if (panels.Count == 0)
            return null;
        var html = new MarkupBuilder();
        html.Add($"""<div class="plots">""");
        foreach (var panel in panels)
            AddPanel(html, panel.Key, [.. panel]);
        return html.Add($"</div>").ToMarkup();
    }

    private static void AddPanel(MarkupBuilder html, string title, TrainingSeries[] panel)
    {
        var lines = panel.Select((series, index) => new ChartLine(series.Name, Inks.OfSeries(index), [.. series.Epochs.Zip(series.Values)])).ToList();
        var epochs = panel.SelectMany(series => series.Epochs).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var chart = new LineChart
        {
            Description = $"Training: {title}",
            X = Axis.Linear(epochs.Min(), epochs.Max()),
            Y = Axis.Around([.. panel.SelectMany(series => series.Values).Where(double.IsFinite)]),
            XTitle = "epoch",
            XLabel = Numbers.Tick,
            YLabel = panel[0].IsFraction ? Numbers.PercentTick : Numbers.Tick,
            Lines = lines,
        };
        html.Add($"<section>\n<h2>Training: {title}</h2>\n{Legend.Render(lines)}\n{chart.Render()}\n</section>");
    }
}
