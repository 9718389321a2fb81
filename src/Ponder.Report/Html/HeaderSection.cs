using System.Globalization;

namespace Ponder.Report.Html;

/// <summary>The title and the numbers to remember.</summary>
internal static class HeaderSection
{
    public static Markup Render(ReportModel model)
    {
        var html = new MarkupBuilder();
        html.Add($"<header>\n<h1>{model.Title}</h1>");
        if (model.Subtitle is not null)
            html.Add($"""<p class="subtitle">{model.Subtitle}</p>""");
        if (model.MeasuredAt is { } time)
            html.Add($"""<p class="date">Measured {time.ToString("d MMMM yyyy, HH:mm 'UTC'zzz", CultureInfo.InvariantCulture)}</p>""");
        html.Add($"""<div class="tiles">""");
        AddTiles(html, model.Headline);
        return html.Add($"</div>\n</header>").ToMarkup();
    }

    private static void AddTiles(MarkupBuilder html, Headline headline)
    {
        AddTile(html, "accuracy", Numbers.Percent(headline.Accuracy), AgainstStatic(headline));
        if (headline.SpeedUp is { } speedUp)
            AddTile(html, "speed-up", Numbers.Times(speedUp), headline.SpeedUpSetting);
        if (headline.EarlyShare is { } early)
            AddTile(html, "leave early", Numbers.Percent(early, "0.0"), "of the samples do not go the whole way");
        if (headline.Macs is { } macs)
            AddTile(html, "multiply-adds per sample", Numbers.Macs(macs), LessThanStatic(headline, macs));
    }

    private static void AddTile(MarkupBuilder html, string name, string value, string? detail) => html
        .Add($"""<div class="tile"><span class="name">{name}</span><span class="value">{value}</span><span class="detail">{detail}</span></div>""");

    private static string? AgainstStatic(Headline headline)
    {
        if (headline.StaticAccuracy is not { } reference)
            return null;
        var points = (100 * (headline.Accuracy - reference)).ToString("+0.00;−0.00;±0.00", CultureInfo.InvariantCulture);
        return $"{points} points against the static model’s {Numbers.Percent(reference)}";
    }

    private static string? LessThanStatic(Headline headline, double macs) => headline.StaticMacs is { } reference && macs > 0
        ? $"{Numbers.Times(reference / macs)} fewer than the static model’s {Numbers.Macs(reference)}"
        : null;
}
