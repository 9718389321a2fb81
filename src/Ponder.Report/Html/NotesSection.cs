namespace Ponder.Report.Html;

/// <summary>What was counted, and what the numbers do not show.</summary>
internal static class NotesSection
{
    public static Markup? Render(ReportModel model) => Render(model.Notes);

    public static Markup? Render(IReadOnlyList<string> notes)
    {
        if (notes.Count == 0)
            return null;
        var html = new MarkupBuilder();
        html.Add($"<section><h2>Notes</h2><ul>");
        foreach (var note in notes)
            html.Add($"<li>{note}</li>");
        return html.Add($"</ul></section>").ToMarkup();
    }
}
