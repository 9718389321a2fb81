using Ponder.Report.Charts;

namespace Ponder.Report.Html;

/// <summary>Who left where: one bar of all samples, and a line for each exit.</summary>
internal static class ExitsSection
{
    // A narrower piece has no room for its own percentage.
    private const double LabelledShare = 0.08;

    public static Markup? Render(ReportModel model)
    {
        if (model.Exits.Count == 0)
            return null;
        var html = new MarkupBuilder();
        html.Add($"<section>\n<h2>Where samples leave</h2>").Add($"""<div class="shares" aria-hidden="true">""");
        for (var index = 0; index < model.Exits.Count; index++)
        {
            var exit = model.Exits[index];
            var label = exit.Share >= LabelledShare ? Numbers.Percent(exit.Share, "0.#") : "";
            html.Add($"""<div style="flex-grow:{1000 * exit.Share};background:{Inks.OfExit(index, model.Exits.Count)}" title="{exit.Name}: {Numbers.Percent(exit.Share)}">{label}</div>""");
        }
        html.Add($"""
            </div>
            <div class="scroll"><table>
            <thead><tr><th>exit</th><th>share</th><th>accuracy there</th><th>MACs</th></tr></thead>
            <tbody>
            """);
        for (var index = 0; index < model.Exits.Count; index++)
        {
            var exit = model.Exits[index];
            html.Add($"""<tr><th><i class="swatch" style="background:{Inks.OfExit(index, model.Exits.Count)}"></i>{exit.Name}</th><td>{Numbers.Percent(exit.Share)}</td><td>{Numbers.Percent(exit.Accuracy)}</td><td>{Numbers.Macs(exit.Macs)}</td></tr>""");
        }
        return html
            .Add($"</tbody></table></div>")
            .Add($"""<p class="caption">Accuracy there is over the samples that left at the exit; MACs count every head passed on the way.</p>""")
            .Add($"</section>").ToMarkup();
    }
}
