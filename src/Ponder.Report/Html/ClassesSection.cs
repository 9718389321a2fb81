namespace Ponder.Report.Html;

/// <summary>Accuracy of every class before and with exits, whoever lost most first.</summary>
internal static class ClassesSection
{
    private const int Most = 20;

    public static Markup? Render(ReportModel model)
    {
        if (model.Classes.Count == 0)
            return null;
        var ordered = model.Classes.OrderBy(item => item.After - item.Before).ThenBy(item => item.Name, StringComparer.Ordinal);
        var rows = ordered.Take(Most).Select(item => new[]
        {
            item.Name, Numbers.Count(item.Samples), Numbers.Percent(item.Before), Numbers.Percent(item.After),
            FormattableString.Invariant($"{100 * (item.After - item.Before):+0.00;-0.00;0.00}"),
        });
        var html = new MarkupBuilder();
        html.Add($"""
            <section>
            <h2>Class by class</h2>
            {Table.Render(["class", "samples", "before exits", "with exits", "points"], rows)}
            <p class="caption">Accuracy over the samples of a class; before: the network before it had exits. Whoever lost most comes first.</p>
            """);
        if (model.Classes.Count > Most)
            html.Add($"""<p class="caption">{Most} of {model.Classes.Count} classes are shown; the others lost less.</p>""");
        return html.Add($"</section>").ToMarkup();
    }
}
