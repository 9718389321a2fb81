using Ponder.Report.Charts;

namespace Ponder.Report.Html;

/// <summary>The names of a plot's lines, above it, where they wrap on small screens.</summary>
internal static class Legend
{
    public static Markup Render(IEnumerable<ChartLine> lines)
    {
        var html = new MarkupBuilder();
        html.Add($"""<ul class="legend">""");
        foreach (var line in lines)
            html.Add($"""<li><svg viewBox="0 0 24 8" aria-hidden="true"><path class="line {line.Ink}" d="M0 4H24"/></svg>{line.Name}</li>""");
        return html.Add($"</ul>").ToMarkup();
    }
}
